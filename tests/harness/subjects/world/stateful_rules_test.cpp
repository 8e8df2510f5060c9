// Stateful tests by rules: a planted bug is found and shrinks to the rules that it takes, a correct twin is
// silent, and wrong use has words.
#include "harness/subjects/world/stateful_rules.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <set>
#include <string>
#include <unistd.h>
#include <vector>

#include "harness/core/trace.hpp"
#include "harness/testing/testing.hpp"
#include "tests/harness/subjects/world/running.hpp"

namespace windtunnel {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using tornado::Future;

Budget rules_budget() {
  Budget budget;
  budget.findings = ::testing::TempDir() + "windtunnel-rules-" + std::to_string(getpid());
  return budget;
}

std::size_t count_of(std::string_view part, std::string_view text) {
  std::size_t count = 0;
  for (std::size_t at = text.find(part); at != std::string_view::npos; at = text.find(part, at + 1)) ++count;
  return count;
}

// Connections with numbers, handed out and given back.
struct ConnectionPool {
  std::vector<int> idle = {1, 2, 3};
};

// What is checked: who holds which connection.
struct PoolModel {
  explicit PoolModel(bool takes_at_once) : takes_first(takes_at_once) {}

  bool takes_first;
  ConnectionPool pool;
  Bundle<int> held;
};

Future<void> acquire(World& world, PoolModel& model) {
  const int connection = model.pool.idle.back();
  if (model.takes_first) model.pool.idle.pop_back();
  co_await world.turn();  // asks whether it is alive
  if (!model.takes_first) std::erase(model.pool.idle, connection);
  for (const int other : model.held) world.check_not_equal(other, connection, "the one that is handed out");
  model.held.add(connection);
}

Future<void> give_back(World& world, PoolModel& model, int connection) {
  co_await world.turn();
  model.pool.idle.push_back(connection);
}

Future<void> ping(World& world, PoolModel& model, const int& connection) {
  world.check(connection >= 1 && connection <= 3, "it is one of the pool's");
  co_await world.turn();
  world.check_at_most(model.held.size(), 3U, "held");
}

Future<void> use_pool(World& world, bool takes_first) {
  const Rules<PoolModel> rules(world, takes_first);
  rules.add("ping", &PoolModel::held, ping);
  rules.add("give back", consumes(&PoolModel::held), give_back);
  rules.add("acquire", [](const PoolModel& model) { return !model.pool.idle.empty(); }, acquire);
  rules.always("at most three are held", [](const PoolModel& model) { return model.held.size() <= 3; });
  co_await rules.run(2, 10);
}

Future<void> pool_hands_out_twice(World& world) {
  return use_pool(world, false);
}
Future<void> correct_pool(World& world) {
  return use_pool(world, true);
}

// The words up to the run that holds, which has the steps once more.
std::string steps_of(const Held& held) {
  return held.words.substr(0, held.words.find("\nbeside the nearest run"));
}

TEST(StatefulRules, ARaceOfTwoRulesIsFoundAndShrinksToThese) {
  const Held held = search_for_violation("pool", pool_hands_out_twice, rules_budget());
  ASSERT_FALSE(held.holds);
  EXPECT_THAT(held.words, HasSubstr("the one that is handed out: 3, which is equal to 3"));
  EXPECT_EQ(count_of("runs acquire  stateful_rules_test.cpp:", steps_of(held)), 2U) << held.words;
  EXPECT_THAT(held.words, HasSubstr("task1"));
  EXPECT_THAT(held.words, HasSubstr("task2"));
  EXPECT_THAT(held.words, Not(HasSubstr("runs give back")));
  EXPECT_THAT(held.words, Not(HasSubstr("runs ping")));
}

TEST(StatefulRules, TheCorrectTwinHolds) {
  Budget budget = rules_budget();
  budget.schedules = 2000;  // each has some thirty rules
  EXPECT_HOLDS(correct_pool, budget);
}

// The fifth request is not served: a bug of one task alone, which takes many rules.
struct RateModel {
  int used = 0;
};

Future<void> rate_limiter(World& world) {
  const Rules<RateModel> rules(world);
  rules.add("request", [](World& in, RateModel& model) -> Future<void> {
    in.check(++model.used < 5, "every request is served");
    co_return;
  });
  rules.add("wait", [](World& in, RateModel&) -> Future<void> { co_await in.sleep(tornado::Duration(1)); });
  co_await rules.run(1, 20);
}

TEST(StatefulRules, ALongSequenceIsFoundAndShrinksToItsLength) {
  const Held held = search_for_violation("rate", rate_limiter, rules_budget());
  ASSERT_FALSE(held.holds);
  EXPECT_EQ(count_of("runs request", steps_of(held)), 5U) << held.words;
  EXPECT_THAT(held.words, Not(HasSubstr("runs wait")));
}

TEST(StatefulRules, FewStepsAreEnumerated) {
  Budget budget = rules_budget();
  budget.strategy = "exhaustive";
  const Held held = search_for_violation(
      "steps",
      [](World& world) -> Future<void> {
        const Rules<RateModel> rules(world);
        for (const char* name : {"a", "b"})
          rules.add(name, [](World&, RateModel&) -> Future<void> { co_return; });
        co_await rules.run(1, 3);
      },
      budget);
  EXPECT_EQ(held.certificate, "complete: every schedule (15)") << "1 + 2 + 4 + 8 sequences";
}

TEST(StatefulRules, ARuleThatFailsFailsTheRunInItsWords) {
  const Held held = search_for_violation(
      "failing",
      [](World& world) -> Future<void> {
        const Rules<RateModel> rules(world);
        rules.add("fail", [](World& in, RateModel&) -> Future<void> {
          co_await in.turn();
          throw std::runtime_error("the disk is full");
        });
        co_await rules.run(2, 3);
      },
      rules_budget());
  EXPECT_THAT(held.words, HasSubstr("std::runtime_error: the disk is full"));
  EXPECT_THAT(held.words, HasSubstr("runs fail"));
}

TEST(StatefulRules, TheQuietRunEndsEachTaskAtOnce) {
  core::Trace trace;
  EXPECT_FALSE(quiet_violation(pool_hands_out_twice, trace));
  EXPECT_THAT(trace.text, Not(HasSubstr("runs")));
}

TEST(StatefulRules, WrongUseHasWords) {
  EXPECT_THAT(quiet_words([](World& world) -> Future<void> {
                const Rules<PoolModel> rules(world, true);
                rules.add("ping", &PoolModel::held, ping);
                rules.add("give back", consumes(&PoolModel::held), give_back);
                co_await rules.run(2, 3);
              }),
              HasSubstr("no rule is enabled at the beginning, of these: ping, give back"));
  EXPECT_THAT(quiet_words([](World& world) -> Future<void> {
                const Rules<RateModel> rules(world);
                co_await rules.run(2, 3);
              }),
              HasSubstr("there are no rules to run: add() some first"));
  EXPECT_THAT(quiet_words([](World& world) -> Future<void> {
                const Rules<PoolModel> rules(world, true);
                rules.add("acquire", acquire);
                co_await rules.run(0, 3);
              }),
              HasSubstr("rules cannot be run by 0 tasks with 3 steps each; 1 to 100 tasks and 1 to 10000"));
  EXPECT_THAT(quiet_words([](World& world) -> Future<void> {
                const Rules<PoolModel> rules(world, true);
                rules.add("acquire", acquire);
                rules.add("acquire", acquire);
                co_return;
              }),
              HasSubstr("there is a rule acquire already"));
  EXPECT_THAT(
      quiet_words([](World& world) -> Future<void> {
        const Bundle<int> none;
        none.draw(world, "nothing");
        co_return;
      }),
      HasSubstr("nothing can be drawn at nothing: the Bundle is empty; the rule needs a precondition"));
}

}  // namespace
}  // namespace windtunnel
