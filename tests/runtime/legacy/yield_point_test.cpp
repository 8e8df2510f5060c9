#include "runtime/legacy/yield_point.hpp"

#include <functional>
#include <map>
#include <optional>

#include "runtime/legacy/callback.hpp"
#include "runtime/legacy/multi_yield_point.hpp"
#include "tests/runtime/loop_fixture.hpp"

namespace tornado {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using IntCallback = std::function<void(int)>;

Future<void> calls_itself(LoopFixture& world) {
  world.say_when("begin");
  auto callback = co_yield gen::Callback<int>("k");
  world.say_when("callback");
  callback(7);
  const int value = co_yield gen::Wait<int>("k");
  world.say_when("wait " + std::to_string(value));
}

TEST(Law, R10_TheFirstYieldPointCostsAHopAndLaterOnesThatAreReadyNone) {
  LoopFixture world;
  std::optional<Future<void>> task;
  world.loop.add_callback([&] { task = calls_itself(world); });
  world.loop.start();
  EXPECT_THAT(world.said, ElementsAre("begin@1", "callback@2", "wait 7@2"));
}

// A YieldPoint that fails where it is told.
class Failing final : public YieldPointOf<int> {
 public:
  explicit Failing(std::string where) : where_(std::move(where)) {}
  void start(LegacyRunner&) override { fail("start"); }
  bool is_ready() override {
    fail("is_ready");
    return true;
  }
  int get_result() override {
    fail("get_result");
    return 0;
  }

 private:
  void fail(const std::string& here) const {
    if (here == where_) throw Boom(where_);
  }

  std::string where_;
};

Future<void> yields_failing(LoopFixture& world, std::string where) {
  for (int time = 0; time < 2; ++time) {
    try {
      const YieldPoint<int> failing(std::make_shared<Failing>(where));
      co_yield failing;
    } catch (const Boom& error) {
      world.say(error.what());
    }
  }
}

TEST(Law, R10_WhatAYieldPointThrowsIsThrownIntoTheCoroutine) {
  for (const std::string where : {"start", "is_ready", "get_result"}) {
    LoopFixture world;
    const Future<void> task = yields_failing(world, where);
    world.loop.start();
    EXPECT_THAT(world.said, ElementsAre(where, where));
    EXPECT_TRUE(task.done());
    EXPECT_THAT(world.logged, IsEmpty());
  }
}

Future<void> waits_while_a_callback_raises(LoopFixture& world, bool legacy, Future<void> never) {
  if (legacy) {
    auto callback = co_yield gen::Callback<int>("k");
  }
  world.loop.add_callback([] { throw Boom("b"); });
  try {
    co_yield never;
  } catch (const Boom& error) {
    world.say(std::string("caught ") + error.what());
  }
}

TEST(Law, R11_AfterAYieldPointExceptionsOfCallbacksComeIntoTheWaitingCoroutine) {
  LoopFixture world;
  const Future<void> never;
  const Future<void> task = waits_while_a_callback_raises(world, true, never);
  world.loop.start();
  EXPECT_THAT(world.said, ElementsAre("caught b"));
  EXPECT_THAT(world.logged, IsEmpty());
  EXPECT_TRUE(task.done());
}

TEST(Law, R11_ACoroutineThatUsedOnlyFuturesDoesNotCatchThem) {
  LoopFixture world;
  const Future<void> never;
  const Future<void> task = waits_while_a_callback_raises(world, false, never);
  world.loop.start();
  EXPECT_THAT(world.said, IsEmpty());
  EXPECT_THAT(world.logged, ElementsAre("callback b"));
  EXPECT_FALSE(task.done());
}

Future<void> hops_after_a_wait(LoopFixture& world, IntCallback& call) {
  call = co_yield gen::Callback<int>("k");
  co_yield gen::Wait<int>("k");
  world.say("waited");
  world.loop.add_callback([&] { world.say("queued"); });
  co_yield moment;
  world.say("hopped");
}

TEST(Law, R12_AWaitGoesOnInsideTheCallOfItsCallbackAndCutsAMomentShort) {
  LoopFixture world;
  IntCallback call;
  const Future<void> task = hops_after_a_wait(world, call);
  world.loop.call_later(1s, [&] {
    call(1);
    world.say("called");
  });
  world.loop.start();
  EXPECT_THAT(world.said, ElementsAre("waited", "called", "hopped", "queued"));
  EXPECT_TRUE(task.done());
}

Future<int> leaks(LoopFixture& world, bool raises) {
  auto callback = co_yield gen::Callback<int>("k");
  auto other = co_yield gen::Callback<int>(2);
  if (raises) {
    const Future<void> future = failed();
    try {
      co_yield future;
    } catch (const Boom& error) {
      world.say(error.what());
    }
  }
  co_return 5;
}

TEST(Law, R13_ACoroutineThatLeaksCallbacksRaisesAndItsFutureIsNeverSet) {
  LoopFixture world;
  const Future<int> task = leaks(world, false);
  world.loop.start();
  EXPECT_FALSE(task.done());
  EXPECT_THAT(world.logged, ElementsAre("callback finished without waiting for callbacks {'k', 2}"));
}

TEST(Law, R13_NotAfterAnException) {
  LoopFixture world;
  const Future<int> task = leaks(world, true);
  world.loop.start();
  ASSERT_TRUE(task.done());
  EXPECT_EQ(task.result(), 5);
  EXPECT_THAT(world.logged, IsEmpty());
}

Future<void> calls_back_in_its_handler(LoopFixture& world) {
  auto callback = co_yield gen::Callback<int>("k");
  world.loop.add_callback([] { throw Boom("in"); });
  bool entered = false;
  try {
    co_yield gen::Wait<int>("k");
  } catch (const Boom&) {
    entered = true;
    EXPECT_THROW(callback(5), StaleYieldPointError);
  }
  EXPECT_TRUE(entered);
  const int value = co_yield gen::Wait<int>("k");
  world.say(std::to_string(value));
}

TEST(Law, R14_AResultForAWaitThatAnExceptionEndedRaisesInItsCallbackButIsKept) {
  LoopFixture world;
  const Future<void> task = calls_back_in_its_handler(world);
  world.loop.start();
  EXPECT_THAT(world.said, ElementsAre("5"));
  EXPECT_TRUE(task.done());
}

Future<void> waits_for_many(LoopFixture& world, IntCallback& a, IntCallback& b, Future<int> future) {
  a = co_yield gen::Callback<int>("a");
  b = co_yield gen::Callback<int>("b");
  std::vector<YieldPoint<int>> list = {gen::Wait<int>("b"), gen::Wait<int>("a"), gen::yield_future(future)};
  const std::vector<int> values = co_yield list;
  for (const int value : values) world.say(std::to_string(value));
  std::map<std::string, YieldPoint<int>> map;
  map.emplace("x", gen::yield_future(future));
  const std::map<std::string, int> named = co_yield map;
  for (const auto& [name, value] : named) world.say(name + std::to_string(value));
}

TEST(Law, G24_YieldPointsInListsAndMapsAreWaitedForTogether) {
  LoopFixture world;
  IntCallback a;
  IntCallback b;
  const Future<int> future;
  const Future<void> task = waits_for_many(world, a, b, future);
  world.loop.call_later(1s, [&] { a(1); });
  world.loop.call_later(2s, [&] { future.set_result(3); });
  world.loop.call_later(3s, [&] {
    EXPECT_THAT(world.said, IsEmpty());
    b(2);
  });
  world.loop.start();
  EXPECT_THAT(world.said, ElementsAre("2", "1", "3", "x3"));
}

Future<void> fails_twice(LoopFixture& world) {
  std::vector<YieldPoint<void>> list = {gen::yield_future(failed("one")), gen::yield_future(failed("two"))};
  try {
    co_yield list;
  } catch (const Boom& error) {
    world.say(error.what());
  }
}

TEST(Law, G24_TheFirstFailureInListOrderIsRaisedAndTheOthersAreLogged) {
  LoopFixture world;
  const Future<void> task = fails_twice(world);
  world.loop.start();
  EXPECT_THAT(world.said, ElementsAre("one"));
  EXPECT_THAT(world.logged, ElementsAre("multiple two"));
}

Future<void> uses_keys(LoopFixture& world) {
  auto a = co_yield gen::Callback<int>("a");
  try {
    co_yield gen::Callback<int>("a");
  } catch (const KeyReuseError& error) {
    world.say(error.what());
  }
  try {
    co_yield gen::Wait<int>("z");
  } catch (const UnknownKeyError& error) {
    world.say(error.what());
  }
  auto b = co_yield gen::Callback<int>("b");
  b(2);
  a(1);
  const std::vector<Key> keys = {"a", "b"};
  const std::vector<int> values = co_yield gen::WaitAll<int>(keys);
  for (const int value : values) world.say(std::to_string(value));
  auto again = co_yield gen::Callback<int>("a");
  again(3);
  const int value = co_yield gen::Wait<int>("a");
  world.say(std::to_string(value));
}

TEST(Law, G33_AKeyIsPendingFromItsCallbackToItsWait) {
  LoopFixture world;
  const Future<void> task = uses_keys(world);
  world.loop.start();
  EXPECT_THAT(world.said, ElementsAre("key 'a' is already pending", "key 'z' is not pending", "1", "2", "3"));
  EXPECT_THAT(world.logged, IsEmpty());
  EXPECT_TRUE(task.done());
}

}  // namespace
}  // namespace tornado
