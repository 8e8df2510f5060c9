#include "runtime/gen/with_timeout.hpp"

#include <memory>

#include "tests/runtime/loop_fixture.hpp"

namespace tornado {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;

TEST(Law, G25_the_result_is_copied_synchronously) {
  LoopFixture world;
  Future<int> slow;
  auto limited = with_timeout(1s, slow);
  slow.set_result(2);
  EXPECT_EQ(limited.result(), 2);
}

TEST(Law, G25_at_the_deadline_it_fails_and_a_late_result_is_dropped) {
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

TEST(Law, G25_a_late_failure_is_logged_unless_quiet) {
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

TEST(Law, G26_callbacks_run_before_timers_so_a_tie_is_won_by_the_future) {
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

TEST(Law, G26_equal_deadlines_go_by_the_order_of_making) {
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

TEST(Law, G26_a_done_future_wins_over_a_past_deadline_and_a_pending_one_loses) {
  LoopFixture world;
  EXPECT_EQ(with_timeout(-1s, done_future(3)).result(), 3);
  Future<int> pending;
  auto limited = with_timeout(-1s, pending);
  EXPECT_FALSE(limited.done());
  world.loop.add_callback([&] { world.loop.stop(); });
  world.loop.start();
  EXPECT_THROW(static_cast<void>(limited.result()), TimeoutError);
}

TEST(Law, G27_completion_removes_the_timer) {
  LoopFixture world;
  Future<int> future;
  auto limited = with_timeout(100s, future);
  world.loop.add_callback([&] { future.set_result(1); });
  world.loop.start();
  EXPECT_EQ(world.loop.time(), at_seconds(0));
}

TEST(Law, G28_any_yieldable_can_be_limited) {
  LoopFixture world;
  std::vector<Future<int>> list(2);
  auto limited = with_timeout(1s, list);
  list[0].set_result(1);
  list[1].set_result(2);
  EXPECT_THAT(limited.result(), ElementsAre(1, 2));
}

TEST(WithTimeout, a_future_that_outlives_the_loop_does_not_call_into_it) {
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
