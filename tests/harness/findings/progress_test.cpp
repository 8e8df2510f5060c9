#include "harness/findings/progress.hpp"

#include <gtest/gtest.h>

namespace windtunnel::findings {
namespace {

using std::chrono::seconds;

TEST(Progress, SaysWhatIsLearnt) {
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

TEST(Progress, SaysWhatIsLeftOfTheBudgetThatIsOverFirst) {
  EXPECT_EQ(left_in_words(2, 100, 1000, std::nullopt), "; 18 s left");
  EXPECT_EQ(left_in_words(2, 100, 1000, seconds(5)), "; 3 s left");
  EXPECT_EQ(left_in_words(2, 0, 1000, seconds(600)), "; 10 min left") << "no rate is known yet";
  EXPECT_EQ(left_in_words(2, 100, 1'000'000, std::nullopt), "; 6 h left");
  EXPECT_EQ(left_in_words(7, 2000, 1000, seconds(5)), "; 0 s left");
}

TEST(Progress, SaysNothingOfWhatIsLeftWithoutAnEnd) {
  EXPECT_EQ(left_in_words(2, 100, ~std::uint64_t{0}, std::nullopt), "");
  EXPECT_EQ(left_in_words(0, 0, 1000, std::nullopt), "");
}

TEST(Progress, TellsTheRatesOfTheLatestSecond) {
  engine::SearchOptions options;
  options.runs = 10'000;
  ProgressTeller teller(options);
  const auto at = [&](double now, std::uint64_t runs, std::uint64_t orders) {
    engine::SearchProgress progress;
    progress.runs = runs;
    progress.orders = orders;
    return teller.words(now, progress);
  };
  at(0, 0, 0);
  at(1, 1000, 1000);
  at(2, 2000, 1000);
  EXPECT_EQ(
      at(2.5, 2500, 1000),
      "2,500 schedules, 1,000 partial orders, 0 new ones a second; about 0 % of the schedules show a new "
      "one; 8 s left");
}

}  // namespace
}  // namespace windtunnel::findings
