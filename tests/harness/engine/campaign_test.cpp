#include "harness/engine/campaign.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdexcept>

#include "harness/report/summary.hpp"
#include "harness/scenario/printer.hpp"
#include "tests/harness/properties/planted.hpp"

namespace windtunnel::engine {
namespace {

CampaignOptions some(std::uint64_t programs, unsigned jobs = 1) {
  CampaignOptions options;
  options.programs = programs;
  options.jobs = jobs;
  return options;
}

TEST(Campaign, TheLawsHoldInBothModels) {
  for (const core::SchedulingModel model :
       {core::SchedulingModel::exact, core::SchedulingModel::adversarial}) {
    CampaignOptions options = some(3000, 2);
    options.model = model;
    const CampaignResult result = run_campaign(options);
    EXPECT_FALSE(result.failure) << result.failure->violation.message;
    // What seldom meets takes more programs than these; everything else occurs.
    for (const std::string& missing : report::never_occurred(options, result))
      EXPECT_THAT(missing, testing::StartsWith("mark `")) << report::summary(options, result);
    EXPECT_GT(result.repeated, 0U);
    EXPECT_GT(result.runs, result.programs);
    EXPECT_GT(result.steps, result.runs);
  }
}

TEST(Campaign, ItsFiguresAreTheSameForAnyNumberOfJobs) {
  const CampaignResult one = run_campaign(some(2500));
  EXPECT_GT(one.known.at("L23"), 0U) << "periodic callbacks that are restarted inside their own run";
  for (const unsigned jobs : {1U, 2U, 3U}) {
    const CampaignResult other = run_campaign(some(2500, jobs));
    EXPECT_EQ(other.digest, one.digest);
    EXPECT_EQ(other.programs, one.programs);
    EXPECT_EQ(other.runs, one.runs);
    EXPECT_EQ(other.steps, one.steps);
    EXPECT_EQ(other.repeated, one.repeated);
    EXPECT_EQ(other.events, one.events);
    EXPECT_EQ(other.choices, one.choices);
    EXPECT_EQ(other.known, one.known);
    EXPECT_EQ(other.constructs.occurred, one.constructs.occurred);
    ASSERT_EQ(other.laws.size(), one.laws.size());
    for (std::size_t at = 0; at < one.laws.size(); ++at)
      EXPECT_EQ(other.laws[at].runs_judged, one.laws[at].runs_judged);
  }
  CampaignOptions seeded = some(2500);
  seeded.seed = 2;
  EXPECT_NE(run_campaign(seeded).digest, one.digest);
}

TEST(Campaign, RunsAsManyProgramsAsItIsTold) {
  for (const std::uint64_t programs : {1U, 31U, 32U, 33U, 100U}) {
    for (const unsigned jobs : {1U, 3U}) EXPECT_EQ(run_campaign(some(programs, jobs)).programs, programs);
  }
}

TEST(Campaign, FindsTheFirstProgramThatBreaksALaw) {
  // Rare enough that several batches of programs come before it.
  const auto rare = properties::planted_event(tornado::EventKind::error_logged,
                                              [](const tornado::Event& event) { return event.other > 12; });
  std::optional<CampaignFailure> first;
  for (const unsigned jobs : {1U, 2U, 3U, 8U}) {
    CampaignOptions options = some(20'000, jobs);
    options.also = rare.get();
    const CampaignResult result = run_campaign(options);
    ASSERT_TRUE(result.failure);
    const CampaignFailure& found = *result.failure;
    EXPECT_EQ(found.violation.law, properties::planted_law);
    EXPECT_LT(result.programs, 20'000U);
    if (!first) first = found;
    EXPECT_EQ(found.number, first->number);
    EXPECT_EQ(print(*found.program), print(*first->program));
    EXPECT_EQ(found.schedule, first->schedule);
    EXPECT_EQ(found.violation, first->violation);
  }
  EXPECT_GT(first->number, 64U);
  core::Trace trace;
  EXPECT_EQ(judged(*first->program, first->schedule, *rare, trace), first->violation);
}

TEST(Campaign, ThatIsEndedByTimeCanBeRunAgainByItsNumber) {
  CampaignOptions timed;
  timed.time = std::chrono::milliseconds(50);
  timed.jobs = 2;
  const CampaignResult result = run_campaign(timed);
  ASSERT_GT(result.programs, 0U);
  EXPECT_EQ(run_campaign(some(result.programs)).digest, result.digest);
}

TEST(Campaign, IsEndedByAFlag) {
  const std::atomic<bool> yes{true};
  CampaignOptions options;
  options.interrupted = &yes;
  const CampaignResult result = run_campaign(options);
  EXPECT_TRUE(result.interrupted);
  EXPECT_EQ(result.programs, 0U);
}

TEST(Campaign, OnlyTheNamedLawsAreChecked) {
  CampaignOptions options = some(100);
  options.laws = {"V8", "V1"};
  const CampaignResult result = run_campaign(options);
  ASSERT_EQ(result.laws.size(), 2U);
  EXPECT_EQ(result.laws[0].name, "V1");
  EXPECT_EQ(result.laws[1].name, "V8");
  options.laws = {"V99"};
  EXPECT_THROW(run_campaign(options), std::invalid_argument);
}

TEST(Campaign, WhatAWorkerThrowsReachesTheCaller) {
  CampaignOptions options = some(1000, 3);
  const auto ill = properties::judge_by(
      [](const core::Trace&) -> std::optional<core::Violation> { throw std::domain_error("judge is ill"); });
  options.also = ill.get();
  try {
    run_campaign(options);
    ADD_FAILURE() << "nothing was thrown";
  } catch (const std::runtime_error& error) {
    EXPECT_STREQ(error.what(), "judge is ill");
  }
}

TEST(Campaign, TellsItsProgress) {
  unsigned ticks = 0;
  std::uint64_t last = 0;
  const CampaignResult result = run_campaign(some(3000), [&](const PoolProgress& progress) {
    ++ticks;
    EXPECT_GE(progress.cases, last);
    last = progress.cases;
  });
  EXPECT_GT(ticks, 0U);
  EXPECT_LE(last, result.programs);
}

}  // namespace
}  // namespace windtunnel::engine
