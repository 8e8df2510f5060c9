#include "harness/engine/stream_report.hpp"

#include <gtest/gtest.h>
#include <stdexcept>

namespace windtunnel::engine {
namespace {

StreamReport some_report(std::uint64_t order) {
  StreamReport report;
  report.coverage = Coverage(7, 70, 3, 5, {{order, 2}, {0xffffffffffffffffU, 1}});
  report.certificate = "complete up to 2 deviations (55 schedules)";
  report.shares = {{"random", 5, 2}, {"pct", 2, 1}};
  report.pct_runs = {0, 1, 1, 0};
  report.goals.sometimes = {{"full", 5}, {"empty", 0}};
  report.goals.reach = {{"depth", 2.5}};
  return report;
}

TEST(StreamReport, IsTheSameFromItsBytes) {
  StreamReport over = some_report(3);
  over.over = true;
  const std::vector<StreamReport> read = reports_from_bytes(to_bytes({some_report(1), over}));
  ASSERT_EQ(read.size(), 2U);
  EXPECT_EQ(read[0].coverage.runs(), 7U);
  EXPECT_EQ(read[0].coverage.steps(), 70U);
  EXPECT_EQ(read[0].coverage.tasks(), 3U);
  EXPECT_EQ(read[0].coverage.decisions(), 5U);
  EXPECT_EQ(read[0].coverage.counted_orders(), some_report(1).coverage.counted_orders());
  EXPECT_EQ(read[0].certificate, "complete up to 2 deviations (55 schedules)");
  EXPECT_FALSE(read[0].over);
  EXPECT_TRUE(read[1].over);
  ASSERT_EQ(read[1].shares.size(), 2U);
  EXPECT_EQ(read[1].shares[1].name, "pct");
  EXPECT_EQ(read[1].shares[1].runs, 2U);
  EXPECT_EQ(read[1].pct_runs, over.pct_runs);
  EXPECT_EQ(read[1].goals.in_words(7), over.goals.in_words(7));
  EXPECT_EQ(read[1].goals.in_words(7).size(), 3U);
  EXPECT_FALSE(read[1].goals.too_many);
}

TEST(StreamReport, SeveralTogetherCountEachOrderOnce) {
  StreamReport all;
  all += some_report(1);
  all += some_report(2);
  EXPECT_EQ(all.coverage.runs(), 14U);
  EXPECT_EQ(all.coverage.orders(), 3U);
  EXPECT_EQ(all.shares[0].runs, 10U);
  EXPECT_EQ(all.pct_runs[2], 2U);
  EXPECT_EQ(all.goals.sometimes[0].runs, 10U);
}

TEST(StreamReport, RefusesWhatIsNone) {
  EXPECT_THROW(reports_from_bytes(""), std::runtime_error);
  EXPECT_THROW(reports_from_bytes("what?"), std::runtime_error);
  EXPECT_THROW(reports_from_bytes(to_bytes({some_report(1)}).substr(0, 40)), std::runtime_error);
}

}  // namespace
}  // namespace windtunnel::engine
