#include "runtime/gen/with_timeout.hpp"

#include <memory>

#include "tests/runtime/loop_fixture.hpp"

namespace tornado {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;

TEST(Law, G25_TheResultIsCopiedSynchronously) {
  LoopFixture world;
  Future<int> slow;
  auto limited = with_timeout(1s, slow);
  slow.set_result(2);
  EXPECT_EQ(limited.result(), 2);
}

TEST(Law, G25_AtTheDeadlineItFailsAndALateResultIsDropped) {
  LoopFixture world;
  Future<int> slow;
  auto limited = with_timeout(at_seconds(1), slow);
  world.loop.start();
  EXPECT_THROW(static_cast<void>(limited.result()), TimeoutError);
  EXPECT_EQ(LoopFixture::message_of(limited.exception()), "Timeout");
  EXPECT_FALSE(slow.done());
  slow.set_result(2);
  EXPECT_THAT(world.logged, ElementsAre());
}

TEST(Law, G25_ALateFailureIsLoggedUnlessQuiet) {
  LoopFixture world;
  Future<void> loud;
  Future<void> quiet_one;
  auto first = with_timeout(1s, loud);
  auto second = with_timeout(1s, quiet_one, quiet<Boom>());
  world.loop.start();
  EXPECT_NE(first.exception(), nullptr);
  EXPECT_NE(second.exception(), nullptr);
  loud.set_exception(Boom("after"));
  quiet_one.set_exception(Boom("unheard"));
  EXPECT_THAT(world.logged, ElementsAre("late after"));
}

TEST(Law, G26_CallbacksRunBeforeTimersSoATieIsWonByTheFuture) {
  LoopFixture world;
  Future<int> future;
  auto limited = with_timeout(1s, future);
  world.loop.call_at(at_seconds(0.5), [&] {
    world.loop.spend(0.5s);
    world.loop.add_callback([&] { future.set_result(1); });
  });
  world.loop.start();
  EXPECT_EQ(limited.result(), 1);
}

TEST(Law, G26_EqualDeadlinesGoByTheOrderOfMaking) {
  LoopFixture world;
  Future<int> early;
  world.loop.call_at(at_seconds(1), [&] { early.set_result(1); });
  auto wins = with_timeout(1s, early);
  Future<int> late;
  auto loses = with_timeout(1s, late);
  world.loop.call_at(at_seconds(1), [&] { late.set_result(1); });
  world.loop.start();
  EXPECT_EQ(wins.result(), 1);
  EXPECT_THROW(static_cast<void>(loses.result()), TimeoutError);
}

TEST(Law, G26_ADoneFutureWinsOverAPastDeadlineAndAPendingOneLoses) {
  LoopFixture world;
  EXPECT_EQ(with_timeout(-1s, done_future(3)).result(), 3);
  Future<int> pending;
  auto limited = with_timeout(-1s, pending);
  EXPECT_FALSE(limited.done());
  world.loop.add_callback([&] { world.loop.stop(); });
  world.loop.start();
  EXPECT_THROW(static_cast<void>(limited.result()), TimeoutError);
}

TEST(Law, G27_CompletionRemovesTheTimer) {
  LoopFixture world;
  Future<int> future;
  auto limited = with_timeout(100s, future);
  world.loop.add_callback([&] { future.set_result(1); });
  world.loop.start();
  EXPECT_EQ(world.loop.time(), at_seconds(0));
}

TEST(Law, G28_AnyYieldableCanBeLimited) {
  LoopFixture world;
  std::vector<Future<int>> list(2);
  auto limited = with_timeout(1s, list);
  list[0].set_result(1);
  list[1].set_result(2);
  EXPECT_THAT(limited.result(), ElementsAre(1, 2));
}

TEST(WithTimeout, AFutureThatOutlivesTheLoopDoesNotCallIntoIt) {
  Future<int> future;
  Future<int> limited;
  {
    LoopFixture world;
    limited = with_timeout(1s, future);
    world.loop.close();
  }
  future.set_result(1);
  EXPECT_FALSE(limited.done());
}

}  // namespace
}  // namespace tornado
