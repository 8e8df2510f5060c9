#include "harness/findings/tell.hpp"

#include <fmt/format.h>
#include <string_view>

#include "harness/core/printable.hpp"
#include "harness/findings/compare_stories.hpp"
#include "harness/findings/isolated_replay.hpp"
#include "harness/findings/shorter_report.hpp"
#include "harness/properties/rules.hpp"

namespace windtunnel::findings {

// What the constraints of a finding say stands above its trace. Here "it" is what the first line names.
std::string explanation_of(const Finding& finding) {
  constexpr std::string_view beginning = "the law";
  const std::size_t end = finding.trace.find("\n\n");
  if (end == std::string::npos || !finding.trace.starts_with("the law breaks")) return {};
  return core::printable_lines("it" + finding.trace.substr(beginning.size(), end + 1 - beginning.size()));
}

std::string steps_in_words(const Replay& replay, std::size_t width) {
  if (replay.story.steps.empty()) return core::printable_lines(replay.annotated);
  std::string words = in_columns(replay.story, most_story_lines, width);
  if (replay.passing) {
    words += "\nbeside the nearest run that holds: " + side_by_side(replay.story, replay.passing->story,
                                                                    "this run", "the run that holds",
                                                                    most_steps_beside, width);
  }
  if (!replay.waits.empty()) words += "\n" + core::printable_lines(replay.waits);
  return words;
}

std::string told(const Finding& finding, const Replay& replay, std::size_t width) {
  if (!rules::has(finding.law) || replay.story.steps.empty())
    return shorter_report(core::printable_lines(finding.trace));
  const std::string explanation = explanation_of(finding);
  return explanation + (explanation.empty() ? "" : "\n") + steps_in_words(replay, width);
}

std::string in_full(const Finding& finding) {
  return rules::ends_the_process(finding.law) ? shorter_report(for_people(finding)) : for_people(finding);
}

std::string in_short(const Kept& kept, const core::Failure& found, std::size_t width) {
  const Finding& finding = kept.finding;
  if (!kept.reproducible || found.program || !rules::has(finding.law)) return {};
  const core::Failure failure = failure_of(finding, found.subject);
  const Replay replay = replay_isolated(failure, *judge_of(finding, failure, "finding"),
                                        core::LogMode::strict, Beside::nearest_pass);
  if (replay.story.steps.empty()) return {};
  return fmt::format("law         {}\nbroken by   {}\nschedule    {}\n\n{}\n", finding.law,
                     core::printable_line(finding.message), to_text(finding.schedule),
                     told(finding, replay, width));
}

}  // namespace windtunnel::findings
