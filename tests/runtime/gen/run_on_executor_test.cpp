#include "runtime/gen/run_on_executor.hpp"

#include "runtime/gen/with_timeout.hpp"
#include "runtime/sim/sim_executor.hpp"
#include "tests/runtime/loop_fixture.hpp"

namespace tornado {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

int twice(int number) {
  return 2 * number;
}
int raises(int) {
  throw Boom("work");
}

TEST(Law, F17_TheDummyExecutorDoesTheWorkInTheCaller) {
  LoopFixture world;
  DummyExecutor dummy;
  EXPECT_EQ(run_on_executor(dummy, twice)(4).result(), 8);
  EXPECT_THROW(run_on_executor(dummy, raises)(4).result(), Boom);
  EXPECT_TRUE(run_on_executor(dummy, [] {})().done());
}

Future<void> waits(LoopFixture& world, ConcurrentFuture<int> work, std::string name) {
  const int value = co_yield work;
  world.say(name + " " + std::to_string(value));
}

TEST(Law, F17_AnExecutorsWorkIsDoneWhenTheWorldSaysSo) {
  LoopFixture world;
  SimExecutor pool(world.loop);
  auto slow = run_on_executor(pool, [&](int number) {
    world.say("work " + std::to_string(number));
    return number;
  });
  const Future<void> one = waits(world, slow(1), "one");
  const Future<void> two = waits(world, slow(2), "two");
  world.choices.answers = {1};
  world.loop.start();
  EXPECT_THAT(world.said, ElementsAre("work 2", "two 2", "work 1", "one 1"));
}

TEST(SimExecutor, AFailureThatNobodyLooksAtIsNotReported) {
  LoopFixture world;
  SimExecutor pool(world.loop);
  {
    const ConcurrentFuture<int> future = run_on_executor(pool, raises)(1);
  }
  world.loop.start();
  EXPECT_THAT(world.logged, IsEmpty());
}

TEST(Law, G27_F17_AnExecutorsFutureRemovesTheTimerAHopLater) {
  LoopFixture world;
  const ConcurrentFuture<int> in_time;
  const Future<int> result = with_timeout(5s, in_time);
  world.loop.call_later(1s, [&] { in_time.set_result(1); });
  world.loop.start();
  EXPECT_EQ(result.result(), 1);
  EXPECT_EQ(world.loop.time(), Time(1s)) << "the timer was removed";
  EXPECT_THAT(world.logged, IsEmpty());

  // Done by a worker when the timers of the iteration run already.
  const ConcurrentFuture<int> late;
  world.loop.call_later(1s, [&] { late.set_result(2); });
  const Future<int> tied = with_timeout(1s, late);
  world.loop.start();
  EXPECT_EQ(tied.result(), 2);
  EXPECT_THAT(world.logged, ElementsAre(testing::HasSubstr("callback")));
}

TEST(Law, F14_AnExecutorsFutureIsAFuture) {
  static_assert(is_future<Future<int>> && is_future<ConcurrentFuture<int>> && !is_future<int>);
  static_assert(Yieldable<ConcurrentFuture<int>>);
  LoopFixture world;
  const ConcurrentFuture<int> future;
  world.loop.add_future(future, [&](const Future<int>& done) { world.say(std::to_string(done.result())); });
  world.loop.add_callback([&] { future.set_result(3); });
  world.loop.start();
  EXPECT_THAT(world.said, ElementsAre("3"));
}

}  // namespace
}  // namespace tornado
