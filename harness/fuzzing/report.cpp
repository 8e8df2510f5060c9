#include "harness/fuzzing/report.hpp"

#include <cstdio>
#include <cstdlib>
#include <exception>
#include <fmt/format.h>
#include <string>

#include "harness/findings/keep.hpp"

namespace windtunnel::fuzz {

namespace {

std::string with_path(std::string_view command, const std::string& path) {
  constexpr std::string_view placeholder = "FILE";
  std::string line(command);
  const std::size_t at = line.find(placeholder);
  return at == std::string::npos ? line : line.replace(at, placeholder.size(), path);
}

}  // namespace

void report(const core::Failure& found, std::string_view replay_with) {
  fmt::print(stderr, "\nbroken      {}: {}\n", found.violation.law, found.violation.message);
  try {
    findings::KeepOptions options;
    if (const char* folder = std::getenv("WINDTUNNEL_FINDINGS")) options.folder = folder;
    const findings::Kept kept =
        keep(found, *properties::judge_of(found.violation.law, found.subject.guarantees), options);
    fmt::print(stderr, "{}", for_people(kept.finding));
    if (!kept.given_up.empty())
      fmt::print(stderr, "shrinking was given up, in its process: {}\n", kept.given_up);
    if (!kept.reproducible) fmt::print(stderr, "{}\n", findings::not_reproducible_words);
    fmt::print(stderr, "shrunk in   {} runs\n", kept.shrunk.runs);
    if (!kept.path.empty()) {
      const std::string path = kept.path.string();
      fmt::print(stderr, "finding     {}\nreplay      {}\n", path, with_path(replay_with, path));
    }
    if (!kept.not_written.empty()) fmt::print(stderr, "windtunnel: {}\n", kept.not_written);
  } catch (const std::exception& error) {
    fmt::print(stderr, "windtunnel: {}\n", error.what());
  }
  std::fflush(stderr);
  std::abort();
}

}  // namespace windtunnel::fuzz
