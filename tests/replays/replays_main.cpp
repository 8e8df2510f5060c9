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

#include "harness/check/finding.hpp"
#include "harness/check/judge.hpp"
#include "harness/check/reproduce.hpp"
#include "harness/check/shrinker.hpp"
#include "harness/digest.hpp"
#include "harness/subjects/native_subjects.hpp"
#include "tests/harness/apart/deadly.hpp"
#include "tests/harness/apart/seldom.hpp"
#include "tests/harness/check/planted.hpp"

namespace {

using namespace windtunnel;

[[noreturn]] void throw_out() {
  throw std::runtime_error("no wind");
}

struct Bad {
  std::string_view name;
  std::string_view law;
  Subject subject;
};

constexpr Bad bad_subjects[] = {
    {"replays/abort", no_crash, {seldom<abort_here>, nullptr, every_claim}},
    {"replays/null", no_crash, {seldom<dereference_null>, nullptr, every_claim}},
    {"replays/recursion", no_crash, {seldom<recurse_for_ever>, nullptr, every_claim}},
    {"replays/exit", no_crash, {seldom<leave>, nullptr, every_claim}},
    {"replays/throw", escape, {seldom<throw_out>, nullptr, every_claim}},
};

// A rule that many generated programs break; its findings are scenarios, with the schedules of the real loop.
const Verdict& planted_rule() {
  static const Verdict rule =
      planted_event(tornado::EventKind::error_logged, [](const tornado::Event&) { return true; });
  return rule;
}

Finding of_subject(const Bad& bad) {
  Counterexample found;
  found.subject = bad.name;
  for (const std::uint32_t index : {1U, 2U, 3U, 0U, 3U, 1U})
    found.schedule.append({tornado::ChoiceKind::value, 4, index});
  found.breach = {bad.law, 0, "it breaks"};
  return to_finding(found);
}

void write_all(const std::filesystem::path& folder) {
  for (const Bad& bad : bad_subjects) write_finding(of_subject(bad), folder);
  constexpr int scenarios = 20;
  int written = 0;
  for (std::uint64_t seed = 0; written < scenarios; ++seed) {
    std::optional<Counterexample> found = counterexample_in(generated(seed), planted_rule(), seed);
    if (!found || found->schedule.empty()) continue;
    if (written % 2 == 0) shrink(*found, planted_rule(), 200);
    write_finding(to_finding(*found, planted_rule()), folder);
    ++written;
  }
}

bool replay_one(const std::string& file) {
  const Finding finding = read_finding(file);
  const Replay result =
      finding.law == planted_law ? replay(finding, file, planted_rule()) : replay(finding, file);
  fmt::print("{} {} {}\n", std::filesystem::path(file).filename().string(), hex(finding.digest),
             result.reproduced() ? "reproduced"
             : result.breach     ? "otherwise"
                                 : "holds");
  return result.reproduced();
}

int run_words(int count, char** words) {
  for (const Bad& bad : bad_subjects) add_native_subject(std::string(bad.name), "", bad.subject);
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
