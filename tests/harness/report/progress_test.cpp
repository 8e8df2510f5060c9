#include "harness/report/progress.hpp"

#include <gtest/gtest.h>

#include "harness/report/coloured.hpp"

namespace windtunnel::report {
namespace {

TEST(Progress, SaysWhatIsLearntAndWhatIsLeft) {
  EXPECT_EQ(progress_in_words({1, 1000, 500}, {2, 2000, 600}),
            "2,000 schedules, 600 partial orders, 100 new ones a second; about 10 % of the schedules show a "
            "new one");
  EXPECT_EQ(
      progress_in_words({1, 1000, 500}, {2, 2000, 500}),
      "2,000 schedules, 500 partial orders, 0 new ones a second; about 0 % of the schedules show a new one");
}

TEST(Progress, SaysLessWhereLessIsKnown) {
  EXPECT_EQ(progress_in_words({}, {1, 12, 0}), "12 schedules") << "no orders are counted";
  EXPECT_EQ(progress_in_words({1, 5, 5}, {1, 5, 5}), "5 schedules, 5 partial orders") << "no time has passed";
}

TEST(Coloured, MarksWhyAndWhereAndIsPlainInAPipe) {
  const std::string text =
      "it breaks if a reads x\n\ntime (s)   a\n0          breaks check  x.cpp:1\n0          reads x\n";
  EXPECT_EQ(coloured(text, Paint::plain), text);
  EXPECT_EQ(
      coloured(text, Paint::colours),
      "\033[33mit breaks if a reads x\033[0m\n\n\033[1mtime (s)   a\033[0m\n\033[31m0          breaks check  "
      "x.cpp:1\033[0m\n0          reads x\n");
}

}  // namespace
}  // namespace windtunnel::report
