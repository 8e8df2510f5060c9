#include "harness/strategies/network_answers.hpp"

#include <algorithm>
#include <gtest/gtest.h>
#include <memory>
#include <vector>

#include "harness/strategies/strategies.hpp"

namespace windtunnel::strategies {
namespace {

constexpr tornado::ChoicePoint strikes{tornado::ChoiceKind::fault, 4, "net/a>b/reset"};

std::vector<std::size_t> deviations_of(NetworkAnswers& answers, core::Random& random, int questions) {
  std::vector<std::size_t> places;
  answers.start();
  for (int at = 0; at < questions; ++at)
    if (answers.answer(strikes, random) != 0) places.push_back(static_cast<std::size_t>(at));
  return places;
}

TEST(NetworkAnswers, AreQuietOrDeviateInAFewPlacesOrAreRandom) {
  NetworkAnswers answers;
  core::Random random(1);
  constexpr int runs = 3000;
  int quiet = 0;
  int few = 0;
  int many = 0;
  bool first = false;
  bool late = false;
  for (int run = 0; run < runs; ++run) {
    const std::vector<std::size_t> places = deviations_of(answers, random, 100);
    if (places.empty()) {
      ++quiet;
    } else if (places.size() <= 4) {
      ++few;
      first |= places.front() == 0;
      late |= places.front() > 50;
    } else {
      ++many;
    }
  }
  EXPECT_GT(quiet, runs / 4);
  EXPECT_GT(few, runs / 4);
  EXPECT_GT(many, runs / 4);
  EXPECT_TRUE(first && late) << "a deviation may be anywhere";
}

TEST(NetworkAnswers, DrawNothingWhereTheNetworkAsksNothing) {
  NetworkAnswers answers;
  core::Random random(7);
  core::Random same(7);
  for (int run = 0; run < 10; ++run) answers.start();
  EXPECT_EQ(random.next(), same.next());
}

TEST(NetworkAnswers, AreUsedByTheStrategiesOfSteps) {
  for (const char* name : {"pct", "pos", "surw", "reads-from"}) {
    const std::unique_ptr<Strategy> strategy = make_strategy(name);
    core::Trace trace;
    int quiet = 0;
    for (std::uint64_t run = 0; run < 100; ++run) {
      ASSERT_TRUE(strategy->begin_run(run, trace));
      bool any = false;
      for (int at = 0; at < 50; ++at) any |= strategy->choose(strikes) != 0;
      strategy->end_run(trace);
      quiet += any ? 0 : 1;
    }
    EXPECT_GT(quiet, 10) << name;
  }
}

TEST(NetworkAnswers, StayWithinTheOptions) {
  NetworkAnswers answers;
  core::Random random(3);
  for (int run = 0; run < 1000; ++run) {
    answers.start();
    for (std::uint32_t options = 2; options < 20; ++options)
      ASSERT_LT(answers.answer({tornado::ChoiceKind::latency, options, "net/a>b/latency"}, random), options);
  }
}

}  // namespace
}  // namespace windtunnel::strategies
