// Findings of every kind, made by one build and replayed by any: do they fail in the same way, with the same
// digest? `across_builds.sh` asks that of fresh processes and of several compilers.
//
// usage: write FOLDER | replay FILE...
//
// `replay` says a line a file, FILE DIGEST VERDICT, and ends with status 1 unless all are reproduced.
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <fmt/format.h>
#include <stdexcept>
#include <string>
#include <string_view>

#include "harness/core/digest.hpp"
#include "harness/findings/finding.hpp"
#include "harness/findings/replay.hpp"
#include "harness/properties/judge.hpp"
#include "harness/shrink/shrinker.hpp"
#include "harness/subjects/cpp_subjects.hpp"
#include "tests/harness/engine/deadly.hpp"
#include "tests/harness/engine/seldom.hpp"
#include "tests/harness/properties/planted.hpp"

namespace {

using namespace windtunnel;

[[noreturn]] void throw_out() {
  throw std::runtime_error("no wind");
}

struct Bad {
  std::string_view name;
  std::string_view law;
  core::Subject subject;
};

const Bad bad_subjects[] = {
    {"replays/abort", rules::no_crash, {engine::seldom<engine::abort_here>, nullptr, core::local_guarantees}},
    {"replays/null",
     rules::no_crash,
     {engine::seldom<engine::dereference_null>, nullptr, core::local_guarantees}},
    {"replays/recursion",
     rules::no_crash,
     {engine::seldom<engine::recurse_for_ever>, nullptr, core::local_guarantees}},
    {"replays/exit", rules::no_crash, {engine::seldom<engine::leave>, nullptr, core::local_guarantees}},
    {"replays/throw", rules::escape, {engine::seldom<throw_out>, nullptr, core::local_guarantees}},
};

// A rule that many generated programs break; its findings are scenarios, with the schedules of the real loop.
properties::Judge& planted_rule() {
  static const auto rule =
      properties::planted_event(tornado::EventKind::error_logged, [](const tornado::Event&) { return true; });
  return *rule;
}

findings::Finding of_subject(const Bad& bad) {
  core::Failure found;
  found.subject = subjects::find_cpp_subject(bad.name).value();
  for (const std::uint32_t index : {1U, 2U, 3U, 0U, 3U, 1U})
    found.schedule.choices.append({tornado::ChoiceKind::value, 4, index});
  found.violation = {bad.law, 0, "it breaks"};
  properties::NoJudge nothing;
  return findings::to_finding(found, nothing);
}

void write_all(const std::filesystem::path& folder) {
  for (const Bad& bad : bad_subjects) write_finding(of_subject(bad), folder);
  constexpr int scenarios = 20;
  int written = 0;
  for (std::uint64_t seed = 0; written < scenarios; ++seed) {
    std::optional<core::Failure> found = failure_in(properties::generated(seed), planted_rule(), seed);
    if (!found || found->schedule.choices.empty()) continue;
    if (written % 2 == 0) shrink::shrink(*found, planted_rule(), {.runs = 200});
    write_finding(findings::to_finding(*found, planted_rule()), folder);
    ++written;
  }
}

bool replay_one(const std::string& file) {
  const findings::Finding finding = findings::read_finding(file);
  const core::Failure failure = failure_of(finding, file);
  const findings::Replay result = finding.law == properties::planted_law
                                      ? findings::replay(failure, planted_rule())
                                      : findings::replay(failure, *judge_of(finding, failure, file));
  fmt::print("{} {} {}\n", std::filesystem::path(file).filename().string(), core::hex(finding.digest),
             result.reproduced() ? "reproduced"
             : result.violation  ? "otherwise"
                                 : "holds");
  return result.reproduced();
}

int run_words(int count, char** words) {
  for (const Bad& bad : bad_subjects) subjects::add_cpp_subject(std::string(bad.name), "", bad.subject);
  const std::string_view what = count > 1 ? words[1] : "";
  if (what == "write" && count == 3) {
    write_all(words[2]);
    return EXIT_SUCCESS;
  }
  if (what != "replay") throw std::invalid_argument("usage: write FOLDER | replay FILE...");
  bool all = true;
  for (int at = 2; at < count; ++at) all = replay_one(words[at]) && all;
  return all ? EXIT_SUCCESS : EXIT_FAILURE;
}

}  // namespace

int main(int count, char** words) {
  try {
    return run_words(count, words);
  } catch (const std::exception& error) {
    fmt::print(stderr, "{}\n", error.what());
    return EXIT_FAILURE;
  }
}
