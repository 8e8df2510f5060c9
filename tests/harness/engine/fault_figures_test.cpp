#include "harness/engine/fault_figures.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/engine/explorer.hpp"
#include "harness/engine/stream_report.hpp"
#include "harness/subjects/world/world.hpp"
#include "harness/subjects/world/world_subject.hpp"

namespace windtunnel::engine {
namespace {

using ::testing::ElementsAre;

TEST(FaultFigures, CountRunsAndStrikes) {
  core::RunFaults run;
  run.enabled = tornado::Fault::reset;
  run.struck[static_cast<std::size_t>(tornado::Fault::reset)] = 3;
  run.note("write", true);
  run.note("write", false);
  run.note("read", false);
  FaultFigures figures;
  figures.add(run);
  figures.add(core::RunFaults());
  FaultFigures both = figures;
  both += figures;
  using Count = FaultFigures::Count;
  EXPECT_THAT(both.counts, ElementsAre(Count{"reset", 2, 6}, Count{"write", 2, 2}, Count{"read", 2, 0}));
  run.clear();
  EXPECT_TRUE(run.empty());
  EXPECT_EQ(run.struck[static_cast<std::size_t>(tornado::Fault::reset)], 0U);
}

TEST(FaultFigures, StopCountingWhereThereAreTooManyNames) {
  core::RunFaults run;
  for (std::size_t at = 0; at < FaultFigures::most + 10; ++at)
    run.note("operation " + std::to_string(at), true);
  FaultFigures figures;
  figures.add(run);
  EXPECT_EQ(figures.counts.size(), FaultFigures::most);
}

TEST(FaultFigures, AreReadAsTheyWereWritten) {
  StreamReport report;
  report.faults.counts = {{"reset", 2, 6}};
  EXPECT_EQ(reports_from_bytes(to_bytes({report})).front().faults.counts, report.faults.counts);
}

tornado::Future<void> may_fail_twice(World& world) {
  for (int at = 0; at < 2; ++at) static_cast<void>(world.may_fail("save"));
  co_return;
}

TEST(FaultFigures, OfASearchAreThoseOfItsRuns) {
  const WorldSubject subject(may_fail_twice, "may_fail_twice");
  SearchOptions options;
  options.runs = 100;
  options.strategy = "random";
  properties::NoJudge nothing;
  const SearchResult result = search(core::case_of(subject.subject()), nothing, options);
  ASSERT_EQ(result.faults.counts.size(), 1U);
  const FaultFigures::Count& save = result.faults.counts.front();
  EXPECT_EQ(save.name, "save");
  EXPECT_EQ(save.runs, 100U);
  EXPECT_GT(save.struck, 0U);
  EXPECT_LE(save.struck, 200U);
}

TEST(SearchProgress, TellsWhatEachStrategyHasShown) {
  const WorldSubject subject(may_fail_twice, "may_fail_twice");
  SearchOptions options;
  options.runs = 1000;
  properties::NoJudge nothing;
  SearchProgress last;
  const SearchResult result = search(core::case_of(subject.subject()), nothing, options,
                                     [&](const SearchProgress& progress) { last = progress; });
  std::uint64_t runs = 0;
  for (const Share& share : last.shares) runs += share.runs;
  EXPECT_EQ(runs, result.coverage.runs());
  for (const Share& share : result.shares) {
    const auto same = std::find_if(last.shares.begin(), last.shares.end(),
                                   [&](const Share& each) { return each.name == share.name; });
    ASSERT_NE(same, last.shares.end()) << share.name;
    EXPECT_EQ(same->news, share.news) << share.name;
  }
}

}  // namespace
}  // namespace windtunnel::engine
