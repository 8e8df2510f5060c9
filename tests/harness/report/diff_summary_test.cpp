#include "harness/report/diff_summary.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/core/figures.hpp"

namespace windtunnel::report {
namespace {

using testing::HasSubstr;
using testing::Not;

oracle::DiffResult some_result() {
  oracle::DiffResult result;
  result.programs = 1'234'567;
  result.runs = 2'000'000;
  result.set_again = 1500;
  result.seconds = 2;
  result.digest = 0xabc;
  result.constructs.enabled[0] = 3;
  result.constructs.occurred[0] = 2;
  return result;
}

TEST(DiffSummary, SaysWhatWasCompared) {
  oracle::DiffOptions options;
  options.seed = 7;
  EXPECT_EQ(summary(options, some_result()),
            "programs    1,234,567  (seed 7)\n"
            "schedules   2,000,000 on each side  (1,000,000 a second)\n"
            "set again   1,500 done Futures, refused on both sides\n"
            "constructs  1 of 1 enabled ones occurred\n"
            "time        2.0 s\n"
            "digest      0000000000000abc\n");
}

TEST(DiffSummary, NamesWhatNeverOccurred) {
  oracle::DiffResult result = some_result();
  result.constructs.enabled[1] = 1;
  const std::string never =
      "NEVER SEEN  construct `" + std::string(name_of(static_cast<generator::Construct>(1))) + "`\n";
  EXPECT_THAT(summary({}, result), HasSubstr("1 of 2 enabled ones occurred\n" + never));
  result.interrupted = true;
  EXPECT_THAT(summary({}, result), Not(HasSubstr("NEVER")));
  EXPECT_THAT(summary({}, result), HasSubstr("2.0 s, interrupted\n"));
}

TEST(DiffSummary, HasNoDigestOfADifference) {
  oracle::DiffResult result = some_result();
  result.found.emplace();
  EXPECT_THAT(summary({}, result), Not(HasSubstr("digest")));
}

TEST(DiffSummary, ProgressIsOneLine) {
  engine::PoolProgress progress;
  progress.cases = 1000;
  progress.runs = 2500;
  progress.findings = 1;
  EXPECT_EQ(diff_progress_line(progress, 2),
            "1,000 programs, 2,500 schedules, 1,250 schedules/s, 1 differences, 2 s");
}

TEST(Figures, AreGroupedByThousands) {
  EXPECT_EQ(core::grouped(0), "0");
  EXPECT_EQ(core::grouped(999), "999");
  EXPECT_EQ(core::grouped(1000), "1,000");
  EXPECT_EQ(core::grouped(12'345'678), "12,345,678");
  EXPECT_EQ(core::per_second(3000, 2), "1,500");
  EXPECT_EQ(core::per_second(0, 0), "0");
}

}  // namespace
}  // namespace windtunnel::report
