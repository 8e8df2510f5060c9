#include "harness/strategies/strategies.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <map>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include "harness/strategies/partial_order.hpp"
#include "harness/strategies/pct.hpp"
#include "harness/strategies/portfolio.hpp"
#include "harness/strategies/uniform.hpp"
#include "harness/subjects/world/shared.hpp"
#include "harness/subjects/world/world.hpp"
#include "tests/harness/strategies/script.hpp"

namespace windtunnel::strategies {
namespace {

using tornado::Future;

Future<void> add_slowly(World&, Shared<int> x) {
  const int value = co_yield x.read();
  co_yield x.write(value + 1);
}

Future<void> racing_adders(World& world) {
  const Shared<int> x(world, "x");
  for (int left = 2; left > 0; --left) world.spawn("add", add_slowly, x);
  co_yield world.join();
  world.check(x.peek() == 2, "an addition is lost");
}

std::vector<std::string> names() {
  std::vector<std::string> all;
  std::stringstream words(strategy_names());
  for (std::string name; std::getline(words, name, ',');)
    all.push_back(name.substr(name.find_first_not_of(' ')));
  return all;
}

/// One run; whether there was one.
bool run_once(const core::Subject& subject, Strategy& strategy, std::uint64_t seed, core::Trace& trace) {
  if (!strategy.begin_run(seed, trace)) return false;
  core::RunOptions options;
  options.observe = strategy.needs_events();
  run(subject, strategy, options, trace);
  strategy.end_run(trace);
  return true;
}

TEST(Strategies, AreKnownByName) {
  EXPECT_EQ(names().size(), 15U);
  EXPECT_EQ(names().front(), "portfolio");
  for (const std::string& name : names()) {
    EXPECT_NE(make_strategy(name), nullptr);
    EXPECT_FALSE(about_strategy(name).empty()) << name;
  }
  EXPECT_THROW(static_cast<void>(make_strategy("best")), std::invalid_argument);
}

TEST(Strategies, AllButPrioritiesThatStayFindALostUpdate) {
  const WorldSubject subject(racing_adders);
  for (const std::string& name : names()) {
    const auto strategy = make_strategy(name);
    core::Trace trace;
    bool found = false;
    for (std::uint64_t seed = 0; seed < 200 && !found && run_once(subject.subject(), *strategy, seed, trace);
         ++seed) {
      found = trace.objection.has_value();
    }
    // A task that is ahead stays ahead to its end.
    EXPECT_EQ(found, name != "priorities") << name;
  }
}

TEST(Strategies, TheSameSeedsGiveTheSameRuns) {
  for (const std::string& name : names()) {
    const Script script = random_script(11);
    std::vector<std::string> said;
    std::string end;
    const WorldSubject subject([&](World& world) {
      said.assign(script.tasks.size(), std::string());
      return run_script(world, script, said, end);
    });
    const auto one = make_strategy(name);
    const auto other = make_strategy(name);
    core::Trace first;
    core::Trace second;
    for (std::uint64_t seed = 0; seed < 50; ++seed) {
      const bool ran = run_once(subject.subject(), *one, seed, first);
      ASSERT_EQ(run_once(subject.subject(), *other, seed, second), ran) << name;
      if (!ran) break;
      ASSERT_EQ(first.schedule, second.schedule) << name;
    }
  }
}

TEST(Pct, NeverInterruptsAtDepth1) {
  const WorldSubject subject(racing_adders);
  Pct priorities(1);
  core::Trace trace;
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    ASSERT_TRUE(run_once(subject.subject(), priorities, seed, trace));
    const auto done = trace.steps.done();
    EXPECT_EQ(done[0].task, done[1].task);
    EXPECT_EQ(done[2].task, done[3].task);
  }
  EXPECT_EQ(priorities.runs_of(1), 50U);
}

TEST(Pct, ATaskThatOnlyGivesWayDoesNotKeepTheOthersOut) {
  const WorldSubject subject([](World& world) -> Future<void> {
    const Shared<bool> done(world, "done");
    world.spawn(
        "spin",
        [](World& in, Shared<bool> flag) -> Future<void> {
          while (!flag.peek()) co_yield in.turn();
        },
        done);
    world.spawn("set", [](World&, Shared<bool> flag) -> Future<void> { co_yield flag.write(true); }, done);
    co_yield world.join();
  });
  core::Trace trace;
  for (const auto of : {Pct::Of::tasks, Pct::Of::chains}) {
    Pct pct(3, of);
    for (std::uint64_t seed = 0; seed < 50; ++seed) {
      ASSERT_TRUE(run_once(subject.subject(), pct, seed, trace));
      EXPECT_FALSE(trace.objection) << trace.objection->message;
    }
  }
}

// Two tasks of 1 and 9 steps have 10 interleavings.
TEST(UniformWalk, MakesInterleavingsAboutEquallyLikely) {
  const WorldSubject subject([](World& world) -> Future<void> {
    const Shared<int> x(world, "x");
    world.spawn("short", [](World&, Shared<int> mine) -> Future<void> { co_yield mine.read(); }, x);
    world.spawn(
        "long",
        [](World&, Shared<int> mine) -> Future<void> {
          for (int value = 0; value < 9; ++value) co_yield mine.write(value);
        },
        x);
    co_yield world.join();
  });
  for (const std::string name : {"urw", "surw"}) {
    const auto walk = make_strategy(name);
    core::Trace trace;
    std::map<std::size_t, int> places;
    constexpr int runs = 5000;
    for (std::uint64_t seed = 0; seed < runs; ++seed) {
      ASSERT_TRUE(run_once(subject.subject(), *walk, seed, trace));
      std::size_t place = 0;
      while (trace.steps.task_name(trace.steps.done()[place].task) != "short") ++place;
      ++places[place];
    }
    EXPECT_EQ(places.size(), 10U) << name;
    for (const auto& [place, count] : places)
      EXPECT_NEAR(count, runs / 10, runs / 30) << name << " " << place;
  }
}

TEST(Portfolio, GivesMoreRunsToWhoShowsMore) {
  // One that always does the same, and one that does not.
  class Same final : public Strategy {
   public:
    bool begin_run(std::uint64_t, const core::Trace&) override { return true; }
    std::uint32_t choose(const tornado::ChoicePoint&) override { return 0; }
  };
  std::vector<Portfolio::Arm> arms(2);
  arms[0].name = "same";
  arms[0].strategy = std::make_unique<Same>();
  arms[1].name = "random";
  arms[1].strategy = make_strategy("random");
  Portfolio portfolio(std::move(arms));
  const WorldSubject subject([](World& world) -> Future<void> {
    const Shared<int> x(world, "x");
    for (int tasks = 4; tasks > 0; --tasks) {
      world.spawn(
          "write",
          [](World&, Shared<int> mine) -> Future<void> {
            for (int value = 0; value < 6; ++value) co_yield mine.write(value);
          },
          x);
    }
    co_yield world.join();
  });
  core::Trace trace;
  for (std::uint64_t seed = 0; seed < 2000; ++seed)
    ASSERT_TRUE(run_once(subject.subject(), portfolio, seed, trace));
  EXPECT_EQ(portfolio.arms()[0].news, 1U);
  EXPECT_GT(portfolio.arms()[0].runs, 100U) << "it may yet show something";
  EXPECT_GT(portfolio.arms()[1].runs, 5 * portfolio.arms()[0].runs);
}

TEST(Portfolio, EndsWhenNothingIsLeft) {
  const WorldSubject subject(racing_adders);
  const auto portfolio = make_strategy("portfolio");
  core::Trace trace;
  std::uint64_t runs = 0;
  while (runs < 1000 && run_once(subject.subject(), *portfolio, runs, trace)) ++runs;
  EXPECT_LT(runs, 200U);
  EXPECT_THAT(portfolio->certificate(), ::testing::HasSubstr("complete: every schedule (6)"));
}

TEST(PartialOrder, IsTheSameForEquivalentSchedulesAlone) {
  const WorldSubject subject([](World& world) -> Future<void> {
    world.declares_all_accesses();
    const Shared<int> x(world, "x");
    const Shared<int> y(world, "y");
    world.spawn("a", add_slowly, x);
    world.spawn("b", add_slowly, x);
    world.spawn("c", add_slowly, y);
    co_yield world.join();
  });
  PartialOrder order;
  core::Trace trace;
  std::map<std::uint64_t, int> seen;
  for (std::uint64_t seed = 0; seed < 500; ++seed) {
    const auto walk = make_strategy("random");
    ASSERT_TRUE(run_once(subject.subject(), *walk, seed, trace));
    ++seen[order.fingerprint(trace.steps)];
  }
  EXPECT_EQ(seen.size(), 4U) << "of a and b; c touches nothing of theirs";
}

}  // namespace
}  // namespace windtunnel::strategies
