#include "harness/oracle/diff_campaign.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/oracle/shrink_difference.hpp"
#include "tests/harness/oracle/project.hpp"

namespace windtunnel::oracle {
namespace {

using testing::HasSubstr;

DiffOptions options_for(const Project& project, std::uint64_t programs, unsigned jobs = 1) {
  DiffOptions options;
  options.programs = programs;
  options.jobs = jobs;
  options.seed = 5;
  options.oracle = project.oracle();
  return options;
}

TEST(DiffCampaign, FiguresDoNotDependOnTheJobs) {
  const Project project;
  const DiffResult one = run_diff(options_for(project, 200));
  EXPECT_FALSE(one.found);
  EXPECT_EQ(one.programs, 200U);
  EXPECT_GT(one.runs, 200U);
  EXPECT_LE(one.runs, 600U);
  EXPECT_FALSE(one.interrupted);
  const DiffResult three = run_diff(options_for(project, 200, 3));
  EXPECT_FALSE(three.found);
  EXPECT_EQ(three.programs, one.programs);
  EXPECT_EQ(three.runs, one.runs);
  EXPECT_EQ(three.digest, one.digest);
  EXPECT_EQ(three.constructs.occurred, one.constructs.occurred);
}

TEST(DiffCampaign, AProgramHasAsManySchedulesAsIsSaid) {
  const Project project;
  DiffOptions options = options_for(project, 40);
  options.schedules = 1;
  EXPECT_EQ(run_diff(options).runs, 40U);
  options.schedules = 3;
  const std::uint64_t three = run_diff(options).runs;
  EXPECT_GT(three, 40U);
  EXPECT_LE(three, 120U);
  options.schedules = 10;
  EXPECT_GT(run_diff(options).runs, three);
}

TEST(DiffCampaign, TheEarliestDifferenceIsFoundWhateverTheJobs) {
  const Project project("lie TimeoutError");
  const DiffResult one = run_diff(options_for(project, 300));
  ASSERT_TRUE(one.found);
  EXPECT_EQ(one.found->difference.law, as_original);
  const DiffResult three = run_diff(options_for(project, 300, 3));
  ASSERT_TRUE(three.found);
  EXPECT_EQ(three.found->program, one.found->program);
  EXPECT_EQ(three.found->difference.source, one.found->difference.source);
  EXPECT_EQ(three.found->difference.message, one.found->difference.message);
}

TEST(DiffCampaign, AnOracleThatFailsIsFound) {
  // A word of some programs, so that the oracle works at first.
  for (const char* behaviour : {"die with_timeout", "babble with_timeout", "error with_timeout"}) {
    const Project project(behaviour);
    const DiffResult result = run_diff(options_for(project, 300, 2));
    ASSERT_TRUE(result.found) << behaviour;
    EXPECT_EQ(result.found->difference.law, oracle_answers);
    EXPECT_THAT(result.found->difference.source, HasSubstr("with_timeout"));
  }
  const Project project("hang with_timeout");
  DiffOptions options = options_for(project, 300);
  options.timeout = std::chrono::seconds(4);
  const DiffResult result = run_diff(options);
  ASSERT_TRUE(result.found);
  EXPECT_EQ(result.found->difference.message,
            "the oracle failed: it gave no answer within 4 s; its last words: still thinking");
}

TEST(DiffCampaign, AnOracleThatNeverWorkedIsRefused) {
  const Project project("dead");
  EXPECT_THROW(run_diff(options_for(project, 1)), std::runtime_error);
}

TEST(DiffCampaign, EndsWithItsTime) {
  const Project project;
  DiffOptions options = options_for(project, 1);
  options.programs.reset();
  options.time = std::chrono::milliseconds(1);
  EXPECT_GE(run_diff(options).programs, 1U);
}

TEST(DiffCampaign, WhatIsFoundIsShrunkWhileTheSidesDiffer) {
  const Project project("lie TimeoutError");
  DiffOptions options = options_for(project, 300);
  Difference found = run_diff(options).found.value().difference;
  const Difference before = found;
  OraclePeer oracle(options.oracle);
  const shrink::ShrinkReport report = shrink(found, oracle);
  EXPECT_GT(report.accepted, 0U);
  EXPECT_LT(found.source.size(), 300U) << found.source;
  EXPECT_LT(found.source.size(), before.source.size());
  const std::optional<Difference> again = compare(run_locally(found.source, {found.schedule, 0, 0}),
                                                  oracle.ask({found.source, {to_text(found.schedule)}}));
  ASSERT_TRUE(again);
  EXPECT_EQ(again->message, found.message);
  EXPECT_EQ(again->native, found.native);
  Difference twice = found;
  EXPECT_EQ(shrink(twice, oracle).accepted, 0U);
}

TEST(DiffCampaign, ARefusalIsShrunkToARefusal) {
  const Project project("refuse with_timeout");
  DiffOptions options = options_for(project, 300);
  Difference found = run_diff(options).found.value().difference;
  EXPECT_TRUE(found.real.refused);
  OraclePeer oracle(options.oracle);
  shrink(found, oracle);
  EXPECT_TRUE(found.real.refused);
  EXPECT_LT(found.source.size(), 300U) << found.source;
  EXPECT_THAT(found.source, HasSubstr("with_timeout"));
}

TEST(DiffCampaign, WhatCannotBeShrunkStaysAsItIs) {
  const Project project;
  OraclePeer oracle(project.oracle());
  Difference failed{oracle_answers, two_events, {}, {false, "schedule -\n"}, {false, "it died\n"}, "it died"};
  EXPECT_EQ(shrink(failed, oracle).runs, 0U);
  Difference refused{as_original, "import os\n", {}, {true, "no"}, {false, "schedule -\n"}, "no"};
  EXPECT_EQ(shrink(refused, oracle).runs, 0U);
  EXPECT_EQ(refused.source, "import os\n");
}

}  // namespace
}  // namespace windtunnel::oracle
