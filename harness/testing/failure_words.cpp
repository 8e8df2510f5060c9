#include "harness/testing/failure_words.hpp"

#include <fmt/format.h>
#include <string_view>

#include "harness/findings/isolated_replay.hpp"
#include "harness/findings/replay_text.hpp"
#include "harness/properties/rules.hpp"

namespace windtunnel {

namespace {

// A longer one is not pasted: the finding's file is named instead.
constexpr std::size_t longest_replay_text = 4000;

// What the constraints of a finding say stands above its trace. Here "it" is what the first line names.
std::string explanation_of(const findings::Finding& finding) {
  constexpr std::string_view beginning = "the law";
  const std::size_t end = finding.trace.find("\n\n");
  if (end == std::string::npos || !finding.trace.starts_with("the law breaks")) return {};
  return "it" + finding.trace.substr(beginning.size(), end + 1 - beginning.size());
}

findings::Replay replay_of(const findings::Finding& finding, const core::Subject& subject) {
  const core::Failure failure = failure_of(finding, subject);
  return findings::replay_isolated(failure, *judge_of(finding, failure, "finding"));
}

// A replay string that fails as the finding does; empty if there is none.
std::string tried_text(const findings::Finding& finding, const core::Subject& subject,
                       const findings::Replay& replay) {
  std::string text = findings::replay_text(finding, replay.schedule);
  if (text.empty() || text.size() > longest_replay_text) return {};
  const findings::Replay again = replay_of(findings::parse_replay_text(text), subject);
  return again.violation.has_value() ? text : std::string();
}

std::string how_to_replay(const findings::Kept& kept, const std::string& text, const std::string& command) {
  std::string words;
  if (!text.empty()) {
    words += fmt::format(
        "replay      {0} --windtunnel_replay={1}\ndebug       gdb --args {0} --windtunnel_replay={1}\n",
        command, text);
  }
  if (!kept.path.empty())
    words += fmt::format("finding     WINDTUNNEL_REPLAY={} {}\n", kept.path.string(), command);
  return words;
}

}  // namespace

std::string steps_in_words(const findings::Replay& replay) {
  if (replay.timeline.empty()) return replay.annotated;
  return replay.timeline + (replay.waits.empty() ? "" : "\n" + replay.waits);
}

std::string failure_in_words(const findings::Kept& kept, const core::Subject& subject,
                             std::uint64_t schedules, const std::string& command) {
  const findings::Finding& finding = kept.finding;
  std::string message = finding.message;
  std::string text;
  findings::Replay replay;
  if (kept.reproducible) {
    replay = replay_of(finding, subject);
    text = tried_text(finding, subject, replay);
    // With its ends of lines. What differs says more in the finding: what the first run broke.
    if (replay.violation && finding.law != rules::nondeterminism) message = replay.violation->message;
  }
  std::string words = fmt::format("schedule {} breaks {}: {}\n", schedules, finding.law, message);
  // The laws are about what the runtime does, which only the whole trace shows.
  const bool in_columns = rules::has(finding.law) && !replay.timeline.empty();
  words += in_columns ? explanation_of(finding) + "\n" + steps_in_words(replay) : "\n" + finding.trace;
  words += "\n";
  if (!kept.reproducible) words += fmt::format("{}\n", findings::not_reproducible_words);
  if (!kept.given_up.empty()) words += "shrinking was given up, in its process: " + kept.given_up + "\n";
  if (!kept.not_written.empty()) words += "not written " + kept.not_written + "\n";
  return words + how_to_replay(kept, text, command);
}

}  // namespace windtunnel
