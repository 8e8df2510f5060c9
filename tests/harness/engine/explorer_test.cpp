#include "harness/engine/explorer.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <string>

#include "harness/core/log_source.hpp"
#include "harness/properties/rules.hpp"
#include "harness/report/explore_summary.hpp"
#include "harness/subjects/cpp_subjects.hpp"
#include "tests/harness/engine/deadly.hpp"
#include "tests/harness/engine/seldom.hpp"

namespace windtunnel::engine {
namespace {

using ::testing::HasSubstr;

core::Case named(std::string_view name) {
  const std::optional<core::Subject> subject = subjects::find_cpp_subject(name);
  EXPECT_TRUE(subject) << name;
  return core::case_of(*subject);
}

SearchResult search(const core::Case& one, const SearchOptions& options) {
  properties::NoJudge nothing;
  return engine::search(one, nothing, options);
}

SearchOptions with_runs(std::uint64_t runs, std::string strategy = "portfolio") {
  SearchOptions options;
  options.runs = runs;
  options.strategy = std::move(strategy);
  return options;
}

TEST(Explorer, FindsABugThatReplays) {
  const SearchResult result = search(named("reorder_10"), with_runs(10'000));
  ASSERT_TRUE(result.failure);
  EXPECT_EQ(result.failure->violation.law, rules::check);
  core::LogSource again(result.failure->schedule.choices, core::LogMode::strict);
  core::Trace trace;
  properties::NoJudge nothing;
  core::RunOptions options;
  options.observe = false;
  EXPECT_EQ(run_and_judge(result.failure->subject, again, options, nothing, trace),
            result.failure->violation);
  EXPECT_FALSE(again.divergence());
}

TEST(Explorer, WhatItFindsDoesNotDependOnTheNumberOfProcesses) {
  for (const char* name : {"bluetooth", "reorder_20", "twostage", "account_fixed"}) {
    for (const char* strategy : {"portfolio", "random", "surw", "exhaustive"}) {
      std::optional<SearchResult> first;
      for (const unsigned jobs : {1U, 2U, 4U}) {
        SearchOptions options = with_runs(3000, strategy);
        options.jobs = jobs;
        const SearchResult result = search(named(name), options);
        if (!first) {
          first = result;
          continue;
        }
        EXPECT_EQ(result.failure.has_value(), first->failure.has_value()) << name << " " << strategy;
        EXPECT_EQ(result.coverage.orders(), first->coverage.orders()) << name << " " << strategy;
        EXPECT_EQ(result.coverage.runs(), first->coverage.runs()) << name << " " << strategy;
        EXPECT_EQ(result.certificate, first->certificate) << name << " " << strategy;
        if (!result.failure || !first->failure) continue;
        EXPECT_EQ(result.failure->run, first->failure->run) << name << " " << strategy;
        EXPECT_EQ(result.failure->schedule, first->failure->schedule) << name << " " << strategy;
      }
    }
  }
}

TEST(Explorer, KeepsToItsBudget) {
  for (const std::uint64_t runs : {1U, 2U, 3U, 5U, 300U, 1025U}) {
    const SearchResult result = search(named("reorder_fixed"), with_runs(runs, "random"));
    EXPECT_EQ(result.coverage.runs(), runs);
  }
}

TEST(Explorer, EndsWhenNothingIsLeftAndSaysSo) {
  const SearchResult result = search(named("account_fixed"), with_runs(1'000'000, "exhaustive"));
  EXPECT_FALSE(result.failure);
  EXPECT_LT(result.coverage.runs(), 1000U);
  EXPECT_THAT(result.certificate, HasSubstr("complete: "));
}

TEST(Explorer, TheSummarySaysWhatIsLeft) {
  SearchOptions options = with_runs(2000, "pct");
  options.depth = 2;
  const SearchResult result = search(named("reorder_fixed"), options);
  EXPECT_EQ(result.pct_runs[2], 2000U);
  const std::string words = report::search_summary("reorder_fixed", options, result);
  EXPECT_THAT(words, HasSubstr("2,000"));
  EXPECT_THAT(words, HasSubstr("partial orders"));
  EXPECT_THAT(words, HasSubstr("a bug of depth 2 "));
}

TEST(Explorer, ASubjectThatTakesItsProcessDownHasBrokenSomething) {
  const core::Case subject = case_of(core::Subject{seldom<abort_here>, nullptr, core::local_guarantees});
  std::optional<SearchFailure> first;
  for (const unsigned jobs : {1U, 2U, 4U}) {
    SearchOptions options = with_runs(5000, "random");
    options.jobs = jobs;
    const SearchResult result = search(subject, options);
    ASSERT_TRUE(result.failure) << jobs;
    EXPECT_EQ(result.failure->violation.law, rules::no_crash);
    EXPECT_TRUE(result.only_counted);
    EXPECT_EQ(result.coverage.runs(), result.failure->run);
    EXPECT_THAT(report::search_summary("abort", options, result),
                HasSubstr("not known, as they died with the process"));
    if (!first) first = result.failure;
    EXPECT_EQ(result.failure->schedule, first->schedule) << jobs;
    EXPECT_EQ(result.failure->run, first->run) << jobs;
  }
}

TEST(Explorer, ASubjectThatDoesNotComeBackHasBrokenSomething) {
  SearchOptions options = with_runs(5000, "random");
  options.jobs = 2;
  options.limits.timeout = std::chrono::duration<double>(0.3);
  const SearchResult result =
      search(case_of(core::Subject{seldom<loop_for_ever>, nullptr, core::local_guarantees}), options);
  ASSERT_TRUE(result.failure);
  EXPECT_EQ(result.failure->violation.law, rules::no_hang);
  EXPECT_EQ(result.failure->schedule.choices.size(), 6U);
}

TEST(Coverage, EstimatesWhatIsNewAndWhatWasMissed) {
  Coverage coverage;
  EXPECT_EQ(coverage.chance_of_news(), 1);
  const SearchResult result = search(named("lost_update_fixed"), with_runs(1000, "random"));
  EXPECT_EQ(result.coverage.orders(), 2U);
  EXPECT_EQ(result.coverage.chance_of_news(), 0);
  EXPECT_EQ(result.coverage.tasks(), 3U);
  EXPECT_EQ(result.coverage.decisions(), 1U);
  EXPECT_NEAR(result.coverage.chance_missed(1, 1), 2.0 / 3, 1e-9);
  EXPECT_NEAR(result.coverage.chance_missed(1, 10), std::pow(2.0 / 3, 10), 1e-9);
}

}  // namespace
}  // namespace windtunnel::engine
