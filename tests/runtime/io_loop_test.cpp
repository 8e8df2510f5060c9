#include "runtime/io_loop.hpp"

#include <memory>

#include "tests/runtime/loop_fixture.hpp"

namespace tornado {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(Law, L1_an_iteration_runs_its_callbacks_then_its_timers_then_the_world) {
  LoopFixture world;
  world.loop.external([&] { world.say_when("external"); });
  world.loop.call_later(0s, [&] { world.say_when("timer"); });
  world.loop.add_callback([&] { world.say_when("callback"); });
  world.loop.start();
  // The world's part is the end of an iteration, after its phase was counted.
  EXPECT_THAT(world.said, ElementsAre("callback@1", "timer@1", "external@2"));
}

TEST(Law, L1_due_timers_are_collected_before_the_callbacks_run) {
  LoopFixture world;
  world.loop.call_at(at_seconds(1), [&] { world.say_when("due"); });
  world.loop.add_callback([&] { world.loop.spend(5s); });
  world.loop.start();
  EXPECT_THAT(world.said, ElementsAre("due@2"));
}

TEST(Law, L2_callbacks_run_first_in_first_out_over_all_sources) {
  LoopFixture world;
  Future<void> future;
  world.loop.add_future(future, [&](const Future<void>&) { world.say("future"); });
  world.loop.call_later(0s, [&] { world.loop.add_callback([&] { world.say("of the timer"); }); });
  world.loop.add_callback([&] { world.say("a"); });
  future.set_result();
  world.loop.add_callback([&] { world.loop.add_callback([&] { world.say("of the callback"); }); });
  world.loop.start();
  EXPECT_THAT(world.said, ElementsAre("a", "future", "of the callback", "of the timer"));
}

TEST(Law, L3_what_a_callback_timer_or_event_adds_runs_in_the_next_iteration) {
  LoopFixture world;
  auto add = [&](const char* word) { world.loop.add_callback([&world, word] { world.say_when(word); }); };
  world.loop.add_callback([&] { add("callback's"); });
  world.loop.call_later(0s, [&] { add("timer's"); });
  world.loop.external([&] { add("event's"); });
  world.loop.start();
  EXPECT_THAT(world.said, ElementsAre("callback's@2", "timer's@2", "event's@2"));
}

TEST(Law, L4_a_past_timer_added_in_an_iteration_runs_after_the_next_ones_callbacks) {
  LoopFixture world;
  world.loop.add_callback([&] {
    world.loop.call_later(-1s, [&] { world.say_when("timer"); });
    world.loop.add_callback([&] { world.say_when("callback"); });
  });
  world.loop.call_later(0s, [&] { world.loop.call_at(at_seconds(-5), [&] { world.say_when("earlier"); }); });
  world.loop.start();
  EXPECT_THAT(world.said, ElementsAre("callback@2", "earlier@2", "timer@2"));
}

TEST(Law, L5_timers_run_by_deadline_and_equal_ones_in_the_order_of_adding) {
  LoopFixture world;
  auto timer = [&](const char* word) { return [&world, word] { world.say(word); }; };
  world.loop.call_at(at_seconds(2), timer("third"));
  world.loop.call_later(1s, timer("first"));
  world.loop.add_timeout(at_seconds(1), timer("second"));
  world.loop.add_timeout(2s, timer("fourth"));
  world.loop.start();
  EXPECT_THAT(world.said, ElementsAre("first", "second", "third", "fourth"));
}

TEST(Law, L6_a_timer_can_be_removed_at_any_time) {
  LoopFixture world;
  Timeout before = world.loop.call_later(1s, [&] { world.say("before"); });
  world.loop.remove_timeout(before);
  Timeout by_callback = world.loop.call_later(0s, [&] { world.say("by callback"); });
  world.loop.add_callback([&] { world.loop.remove_timeout(by_callback); });
  Timeout by_timer;
  world.loop.call_later(0s, [&] { world.loop.remove_timeout(by_timer); });
  by_timer = world.loop.call_later(0s, [&] { world.say("by timer"); });
  Timeout ran = world.loop.call_later(0s, [&] { world.say("ran"); });
  world.loop.start();
  world.loop.remove_timeout(ran);
  world.loop.remove_timeout(Timeout());
  EXPECT_THAT(world.said, ElementsAre("ran"));
}

TEST(Law, L9_past_and_negative_deadlines_run_at_the_next_chance_by_deadline) {
  LoopFixture world;
  world.loop.call_later(0s, [&] { world.say_when("now"); });
  world.loop.call_later(-1s, [&] { world.say_when("past"); });
  world.loop.add_timeout(at_seconds(-7), [&] { world.say_when("long past"); });
  world.loop.start();
  EXPECT_THAT(world.said, ElementsAre("long past@1", "past@1", "now@1"));
}

template <class Deadline>
concept CanBeDeadline = requires(IOLoop& loop, Deadline deadline) { loop.add_timeout(deadline, [] {}); };
static_assert(CanBeDeadline<Time> && CanBeDeadline<Duration> && CanBeDeadline<std::chrono::milliseconds>);
static_assert(!CanBeDeadline<double> && !CanBeDeadline<std::string>, "L9: an unsupported deadline");

TEST(Law, L10_what_escapes_a_callback_timer_or_event_is_logged_and_the_loop_goes_on) {
  LoopFixture world;
  world.loop.add_callback([] { throw Boom("callback's"); });
  world.loop.call_later(0s, [] { throw Boom("timer's"); });
  world.loop.external([] { throw Boom("event's"); });
  world.loop.call_later(1s, [&] { world.say("later"); });
  world.loop.start();
  EXPECT_THAT(world.logged, ElementsAre("callback callback's", "callback timer's", "callback event's"));
  EXPECT_THAT(world.said, ElementsAre("later"));
}

TEST(Law, L11_the_failure_of_a_future_that_a_callback_returns_is_logged_a_hop_after_it) {
  LoopFixture world;
  Future<void> future;
  world.loop.add_callback([&] { return future; });
  world.loop.call_later(1s, [&] {
    future.set_exception(Boom("watched"));
    world.say(std::to_string(world.logged.size()));
    world.loop.add_callback([&] { world.say(std::to_string(world.logged.size())); });
  });
  world.loop.start();
  EXPECT_THAT(world.said, ElementsAre("0", "1"));
  EXPECT_THAT(world.logged, ElementsAre("callback watched"));
}

TEST(Law, L11_a_timer_may_return_a_list_of_futures) {
  LoopFixture world;
  world.loop.call_later(0s, [] { return std::vector{failed("of a list")}; });
  world.loop.call_later(0s, [] { return std::optional<Future<void>>(); });
  world.loop.call_later(0s, [] { return 5; });
  world.loop.start();
  EXPECT_THAT(world.logged, ElementsAre("callback of a list"));
}

TEST(Law, L12_add_future_calls_back_one_hop_after_the_future_is_done) {
  LoopFixture world;
  Future<int> pending;
  world.loop.add_future(done_future(1), [&](const Future<int>&) { world.say_when("done before"); });
  world.loop.add_future(
      pending, [&](const Future<int>& done) { world.say_when("result " + std::to_string(done.result())); });
  world.loop.add_future(pending, [&](const Future<int>&) { world.say_when("second"); });
  world.loop.add_callback([&] { pending.set_result(2); });
  world.loop.add_callback([&] { world.loop.add_callback([&] { world.say_when("queued later"); }); });
  world.loop.start();
  EXPECT_THAT(world.said, ElementsAre("done before@1", "result 2@2", "second@2", "queued later@2"));
}

TEST(Law, L13_stop_lets_the_iteration_end_and_keeps_what_was_added) {
  LoopFixture world;
  world.loop.add_callback([&] {
    world.loop.stop();
    world.loop.add_callback([&] { world.say("next start"); });
  });
  world.loop.add_callback([&] { world.say("same iteration"); });
  world.loop.call_later(0s, [&] { world.say("its timers"); });
  world.loop.start();
  EXPECT_EQ(world.loop.phases(), 0U);
  EXPECT_EQ(world.loop.end(), RunEnd::none);
  EXPECT_THAT(world.said, ElementsAre("same iteration", "its timers"));
  world.loop.start();
  EXPECT_THAT(world.said, ElementsAre("same iteration", "its timers", "next start"));
}

TEST(Law, L14_stop_in_the_io_phase_lets_one_more_iteration_run) {
  LoopFixture world;
  world.loop.external([&] {
    world.loop.stop();
    world.loop.add_callback([&] {
      world.say("callback");
      world.loop.add_callback([&] { world.say("too late"); });
    });
    world.loop.call_later(0s, [&] { world.say("timer"); });
  });
  world.loop.start();
  EXPECT_THAT(world.said, ElementsAre("callback", "timer"));
}

TEST(Law, L15_stop_before_start_makes_one_start_return_at_once) {
  LoopFixture world;
  world.loop.add_callback([&] { world.say("ran"); });
  world.loop.stop();
  world.loop.start();
  EXPECT_THAT(world.said, ElementsAre());
  world.loop.start();
  EXPECT_THAT(world.said, ElementsAre("ran"));
}

TEST(Law, L16_start_while_running_throws) {
  LoopFixture world;
  world.loop.add_callback([&] { world.loop.start(); });
  world.loop.start();
  EXPECT_THAT(world.logged, ElementsAre("callback IOLoop is already running"));
}

TEST(Law, L16_start_makes_the_loop_current_and_restores_the_previous_one) {
  LoopFixture outer;
  ListedChoices choices;
  SimLoop inner(choices);
  EXPECT_EQ(IOLoop::current_or_null(), &outer.loop);
  inner.add_callback([&] { EXPECT_EQ(&IOLoop::current(), &inner); });
  outer.loop.add_callback([&] {
    inner.start();
    EXPECT_EQ(&IOLoop::current(), &outer.loop);
  });
  outer.loop.start();
  EXPECT_EQ(IOLoop::current_or_null(), &outer.loop);
}

TEST(Law, L21_spawn_callback_queues_like_add_callback) {
  LoopFixture world;
  world.loop.add_callback([&] { world.say("a"); });
  world.loop.spawn_callback([&](const char* word) { world.say(word); }, "b");
  world.loop.add_callback([&] { world.say("c"); });
  world.loop.start();
  EXPECT_THAT(world.said, ElementsAre("a", "b", "c"));
}

TEST(Law, L25_what_is_added_to_a_closed_loop_is_dropped) {
  LoopFixture world;
  world.loop.close();
  EXPECT_TRUE(world.loop.closed());
  auto held = std::make_shared<int>(1);
  world.loop.add_callback([&world, held] { world.say("callback"); });
  world.loop.call_later(0s, [&world, held] { world.say("timer"); });
  world.loop.external([&world, held] { world.say("event"); });
  world.loop.start();
  EXPECT_THAT(world.said, ElementsAre());
  EXPECT_EQ(held.use_count(), 1);
}

TEST(Law, L26_a_new_loop_becomes_current_if_there_is_none) {
  EXPECT_THROW(IOLoop::current(), std::runtime_error);
  ListedChoices choices;
  {
    SimLoop first(choices);
    SimLoop second(choices);
    EXPECT_EQ(&IOLoop::current(), &first);
    EXPECT_THROW(SimLoop(choices, Freedom::contract, IOLoop::MakeCurrent::yes), std::runtime_error);
    second.make_current();
    EXPECT_EQ(&IOLoop::current(), &second);
    first.make_current();
  }
  EXPECT_EQ(IOLoop::current_or_null(), nullptr);
  SimLoop not_current(choices, Freedom::contract, IOLoop::MakeCurrent::no);
  EXPECT_EQ(IOLoop::current_or_null(), nullptr);
}

TEST(IOLoop, a_base_exception_leaves_start_and_the_rest_waits_for_the_next) {
  LoopFixture world;
  world.loop.add_callback([] { throw Interrupt(); });
  world.loop.add_callback([&] { world.say("next start"); });
  EXPECT_THROW(world.loop.start(), Interrupt);
  EXPECT_FALSE(world.loop.running());
  world.loop.start();
  EXPECT_THAT(world.said, ElementsAre("next start"));
  EXPECT_THAT(world.logged, ElementsAre());
}

TEST(IOLoop, callbacks_take_arguments_move_only_ones_too) {
  LoopFixture world;
  world.loop.add_callback([&](const std::unique_ptr<int>& value) { world.say(std::to_string(*value)); },
                          std::make_unique<int>(3));
  world.loop.call_later(0s, [&](int a, int b) { world.say(std::to_string(a + b)); }, 1, 1);
  world.loop.start();
  EXPECT_THAT(world.said, ElementsAre("3", "2"));
}

TEST(IOLoop, close_inside_start_is_refused) {
  LoopFixture world;
  world.loop.add_callback([&] { world.loop.close(); });
  world.loop.start();
  EXPECT_THAT(world.logged, ElementsAre("callback close() of an IOLoop that runs"));
}

TEST(IOLoop, an_empty_log_handler_drops_what_it_is_told) {
  LoopFixture world;
  world.loop.set_log_handler({});
  world.loop.add_callback([] { throw Boom("dropped"); });
  world.loop.add_callback([&] { world.say("the loop goes on"); });
  testing::internal::CaptureStderr();
  world.loop.start();
  static_cast<void>(failed());
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
  EXPECT_THAT(world.said, ElementsAre("the loop goes on"));
  EXPECT_THAT(world.logged, IsEmpty());
}

}  // namespace
}  // namespace tornado
