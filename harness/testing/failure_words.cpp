#include "harness/testing/failure_words.hpp"

#include <fmt/format.h>
#include <string_view>
#include <unistd.h>

#include "harness/core/printable.hpp"
#include "harness/core/terminal.hpp"
#include "harness/findings/isolated_replay.hpp"
#include "harness/findings/replay_text.hpp"
#include "harness/findings/tell.hpp"
#include "harness/properties/rules.hpp"

namespace windtunnel {

namespace {

// A longer one is not pasted: the finding's file is named instead.
constexpr std::size_t longest_replay_text = 4000;

findings::Replay replay_of(const findings::Finding& finding, const core::Subject& subject) {
  const core::Failure failure = failure_of(finding, subject);
  return findings::replay_isolated(failure, *judge_of(finding, failure, "finding"), core::LogMode::strict,
                                   findings::Beside::nearest_pass);
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

std::string failure_in_words(const findings::Kept& kept, const core::Subject& subject,
                             std::uint64_t schedules, const std::string& command, ToldFailure& told) {
  const findings::Finding& finding = kept.finding;
  std::string message = finding.message;
  std::string& text = told.text;
  findings::Replay& replay = told.replay;
  told.finding = finding;
  told.path = kept.path.string();
  if (kept.reproducible) {
    replay = replay_of(finding, subject);
    text = tried_text(finding, subject, replay);
    // With its ends of lines. What differs says more in the finding: what the first run broke.
    if (replay.violation && finding.law != rules::nondeterminism) message = replay.violation->message;
  }
  std::string words =
      fmt::format("schedule {} breaks {}: {}\n", schedules, finding.law, core::printable_lines(message));
  const std::string story = findings::told(finding, replay, core::width_of(STDOUT_FILENO));
  words += (story.starts_with("it breaks") ? "" : "\n") + story + "\n";
  if (!kept.reproducible) words += fmt::format("{}\n", findings::not_reproducible_words);
  if (!kept.given_up.empty()) words += "shrinking was given up, in its process: " + kept.given_up + "\n";
  if (!kept.not_written.empty()) words += "not written " + kept.not_written + "\n";
  told.how = how_to_replay(kept, text, command);
  return words + told.how;
}

}  // namespace windtunnel
