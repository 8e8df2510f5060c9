#include "harness/findings/replay_verdict.hpp"

#include <fmt/format.h>

namespace windtunnel::findings {

namespace {

std::string what_differs(const Replay& replay) {
  return replay.divergence ? describe(*replay.divergence) : replay.misfit;
}

// A run of another program or of another version asks other questions.
std::string age_of(const Finding& finding) {
  if (finding.format == finding_format) return {};
  return fmt::format(
      "; the finding has format {}, which is older than this program's ({}): its schedule may "
      "not be complete",
      finding.format, finding_format);
}

}  // namespace

ReplayVerdict verdict_of(const Replay& replay) {
  if (replay.reproduced()) return ReplayVerdict::reproduced;
  if (replay.violation) return ReplayVerdict::fails;
  if (replay.other) return ReplayVerdict::fails_otherwise;
  if (!replay.unsteady.empty()) return ReplayVerdict::differs;
  if (replay.divergence || !replay.misfit.empty()) return ReplayVerdict::diverged;
  return ReplayVerdict::fixed;
}

std::string in_words(ReplayVerdict verdict, const Finding& finding, const Replay& replay) {
  switch (verdict) {
    case ReplayVerdict::reproduced:
      if (!rules::ends_the_process(finding.law)) return "reproduced: the same law breaks in the same way";
      return replay.violation->message == finding.message
                 ? "reproduced as before: " + finding.message
                 : "reproduced, though the run's process ends in another way than before";
    case ReplayVerdict::fails:
      return "the law breaks, but not in the same way";
    case ReplayVerdict::fails_otherwise:
      return fmt::format("{} does not break any more, but {} does: {}", finding.law, replay.other->law,
                         replay.other->message);
    case ReplayVerdict::differs:
      return replay.unsteady;
    case ReplayVerdict::diverged:
      return fmt::format("the replay says nothing, since it is another run: {}{}. Search again.",
                         what_differs(replay), age_of(finding));
    case ReplayVerdict::fixed:
      break;
  }
  return fmt::format("does not fail any more: {} holds under the recorded schedule{}", finding.law,
                     age_of(finding));
}

std::string describe(const core::Divergence& divergence) {
  const core::Choice& recorded = divergence.recorded;
  const std::string there =
      divergence.found_options == 0
          ? "the run ends before it asks for it"
          : fmt::format("the run asks for {} of {} options", tornado::name_of(divergence.found_kind),
                        divergence.found_options);
  return fmt::format("choice {} of the schedule is {} {}/{}, but {}", divergence.step + 1,
                     tornado::name_of(recorded.kind), recorded.index, recorded.options, there);
}

}  // namespace windtunnel::findings
