#include "harness/report/summary.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace windtunnel::report {
namespace {

engine::CampaignResult some_result() {
  engine::CampaignResult result;
  result.programs = 1'234'567;
  result.runs = 2'000'000;
  result.steps = 999;
  result.repeated = 12;
  result.seconds = 2;
  result.digest = 0xabc;
  result.laws = {{"V1", "callbacks run in order", 5}, {"V5", "a periodic keeps its period", 1234}};
  result.choices[tornado::ChoiceKind::external] = {100, 60};
  result.choices[tornado::ChoiceKind::value] = {1000, 600};
  result.constructs.enabled[0] = 3;
  result.constructs.occurred[0] = 2;
  result.marks.runs.fill(9);
  return result;
}

TEST(Summary, SaysWhatFlewAndWhatOccurred) {
  engine::CampaignOptions options;
  options.seed = 7;
  options.areas = generator::Area::core;
  EXPECT_EQ(summary(options, some_result()),
            "programs    1,234,567  (617,283 a second)\n"
            "schedules   2,000,000  (exact model, seed 7)\n"
            "steps       999  (499 a second)\n"
            "repeated    12 runs done twice, to compare\n"
            "laws        V1 5, V5 1,234  (runs with something to judge)\n"
            "constructs  1 of 1 enabled ones occurred\n"
            "marks       with_timeout ties with its Future 9, failure after its with_timeout 9, one Future "
            "twice in "
            "a list that is waited for 9  (runs)\n"
            "choices     external 100 (60 not 0), value 1,000 (600 not 0)\n"
            "time        2.0 s\n"
            "digest      0000000000000abc\n");
}

TEST(Summary, CountsTheRunsThatShowedAKnownDefect) {
  engine::CampaignResult result = some_result();
  result.known = {{"R13", 1200}, {"K11", 7}};
  EXPECT_THAT(summary({}, result),
              testing::HasSubstr("judge)\nknown       K11 in 7 runs, R13 in 1,200 runs\nconstructs "));
}

TEST(Summary, NamesOnOneLineWhatWasEnabledAndNeverOccurred) {
  engine::CampaignOptions options;
  options.model = core::SchedulingModel::adversarial;
  engine::CampaignResult result = some_result();
  result.laws[0].runs_judged = 0;
  result.constructs.occurred[0] = 0;
  result.marks.runs[static_cast<std::size_t>(properties::Mark::late_failure)] = 0;
  result.choices[tornado::ChoiceKind::timer] = {100, 0};
  result.choices[tornado::ChoiceKind::callback] = {100, 1};
  EXPECT_THAT(never_occurred(options, result),
              testing::ElementsAre("construct `" + std::string(name_of(generator::Construct{})) + "`",
                                   "choice `timer`", "mark `failure after its with_timeout`",
                                   "law V1 (callbacks run in order)"));
  EXPECT_THAT(summary(options, result), testing::HasSubstr("\nNEVER SEEN  construct `"));
  // Under the contract nobody asks for the order of timers.
  options.model = core::SchedulingModel::exact;
  EXPECT_EQ(never_occurred(options, result).size(), 3U);
  // Nobody expects the marks of areas that were not run.
  options.areas = generator::Area::loop;
  EXPECT_EQ(never_occurred(options, result).size(), 2U);
  EXPECT_THAT(summary(options, result), testing::Not(testing::HasSubstr("mark ")));
}

TEST(Summary, HasNoDigestAndMissesNothingOnceALawIsBroken) {
  engine::CampaignResult result = some_result();
  result.laws[0].runs_judged = 0;
  EXPECT_THAT(summary({}, result), testing::HasSubstr("NEVER SEEN"));
  result.failure.emplace();
  EXPECT_THAT(summary({}, result), testing::Not(testing::HasSubstr("digest")));
  EXPECT_THAT(summary({}, result), testing::Not(testing::HasSubstr("NEVER SEEN")));
  result.interrupted = true;
  EXPECT_THAT(summary({}, result), testing::HasSubstr("time        2.0 s, interrupted\n"));
}

TEST(Summary, AProgressLineIsOneLine) {
  engine::CampaignOptions options;
  options.programs = 4000;
  engine::CampaignProgress progress;
  progress.cases = 1000;
  progress.runs = 2000;
  progress.steps = 6000;
  progress.marks = 12;
  progress.constructs = 34;
  EXPECT_EQ(progress_line(options, progress, 3),
            "1,000 programs, 2,000 schedules, 2,000 steps/s, 34 constructs and 12 coverage marks seen, 0 "
            "findings, 3 s; 9 s left");
  EXPECT_EQ(progress_line(options, progress, 0).find('\n'), std::string::npos);
}

}  // namespace
}  // namespace windtunnel::report
