#include "harness/findings/replay_verdict.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace windtunnel::findings {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

Replay reproduced() {
  Replay replay;
  replay.violation = core::Violation{rules::check, 3, "it broke"};
  replay.same_step = replay.same_digest = true;
  return replay;
}

Finding recorded() {
  Finding finding;
  finding.law = rules::check;
  finding.message = "it broke";
  return finding;
}

TEST(ReplayVerdict, OnlyTheRecordedRunThatViolatesNothingIsFixed) {
  Replay replay = reproduced();
  EXPECT_EQ(verdict_of(replay), ReplayVerdict::reproduced);
  replay.same_digest = false;
  EXPECT_EQ(verdict_of(replay), ReplayVerdict::fails);
  replay = Replay();
  EXPECT_EQ(verdict_of(replay), ReplayVerdict::fixed);
  replay.misfit = "the schedule names the step a/x.read#1, which the run does not have";
  EXPECT_EQ(verdict_of(replay), ReplayVerdict::diverged);
  replay.misfit.clear();
  replay.divergence =
      core::Divergence{0, {tornado::ChoiceKind::value, 3, 2}, tornado::ChoiceKind::callback, 2};
  EXPECT_EQ(verdict_of(replay), ReplayVerdict::diverged);
  replay.unsteady = "two runs of the same schedule differ first at step 1: a, then b";
  EXPECT_EQ(verdict_of(replay), ReplayVerdict::differs);
  replay.other = core::Violation{rules::always, 1, "never"};
  EXPECT_EQ(verdict_of(replay), ReplayVerdict::fails_otherwise);
}

TEST(ReplayVerdict, ADivergedReplaySaysWhatWasRecordedAndWhatWasThere) {
  Replay replay;
  replay.divergence =
      core::Divergence{4, {tornado::ChoiceKind::value, 3, 2}, tornado::ChoiceKind::callback, 2};
  EXPECT_THAT(in_words(ReplayVerdict::diverged, recorded(), replay),
              HasSubstr("choice 5 of the schedule is value 2/3, but the run asks for callback of 2 options"));
  replay.divergence->found_options = 0;
  EXPECT_THAT(in_words(ReplayVerdict::diverged, recorded(), replay),
              HasSubstr("choice 5 of the schedule is value 2/3, but the run ends before it asks for it"));
  replay.divergence.reset();
  replay.misfit = "the schedule names the step a/x.read#1, which the run does not have";
  EXPECT_THAT(in_words(ReplayVerdict::diverged, recorded(), replay),
              HasSubstr("names the step a/x.read#1, which the run does not have"));
}

TEST(ReplayVerdict, AnOlderFormatIsSaidWhereNothingFails) {
  Finding old = recorded();
  EXPECT_EQ(in_words(ReplayVerdict::fixed, old, Replay()),
            "does not fail any more: check holds under the recorded schedule");
  old.format = 1;
  EXPECT_THAT(in_words(ReplayVerdict::fixed, old, Replay()), HasSubstr("the finding has format 1"));
  EXPECT_THAT(in_words(ReplayVerdict::reproduced, old, reproduced()), StartsWith("reproduced: "));
}

}  // namespace
}  // namespace windtunnel::findings
