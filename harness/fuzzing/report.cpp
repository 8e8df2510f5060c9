#include "harness/fuzzing/report.hpp"

#include <cstdio>
#include <cstdlib>
#include <exception>
#include <fcntl.h>
#include <fmt/format.h>
#include <string>
#include <unistd.h>

#include "harness/core/printable.hpp"
#include "harness/core/terminal.hpp"
#include "harness/findings/keep.hpp"
#include "harness/findings/tell.hpp"
#include "harness/fuzzing/crash_teller.hpp"

namespace windtunnel::fuzz {

namespace {

std::string with_path(std::string_view command, const std::string& path) {
  constexpr std::string_view placeholder = "FILE";
  std::string line(command);
  const std::size_t at = line.find(placeholder);
  return at == std::string::npos ? line : line.replace(at, placeholder.size(), path);
}

}  // namespace

void silence_the_fuzzer() {
  if (std::getenv("WINDTUNNEL_FUZZ_STACK") != nullptr) return;
  const int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
  if (nowhere >= 0) dup2(nowhere, STDERR_FILENO);
}

void tell(const core::Failure& found, std::string_view replay_with) {
  fmt::print(stderr, "\nbroken      {}: {}\n", found.violation.law,
             core::printable_lines(found.violation.message));
  try {
    findings::KeepOptions options;
    if (const char* folder = std::getenv("WINDTUNNEL_FINDINGS")) options.folder = folder;
    const findings::Kept kept =
        keep(found, *properties::judge_of(found.violation.law, found.subject.guarantees), options);
    const std::string told = in_short(kept, found, core::width_of(STDERR_FILENO));
    fmt::print(stderr, "{}", told.empty() ? in_full(kept.finding) : told);
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
}

void report(const core::Failure& found, std::string_view replay_with) {
  is_told();
  tell(found, replay_with);
  silence_the_fuzzer();
  std::abort();
}

}  // namespace windtunnel::fuzz
