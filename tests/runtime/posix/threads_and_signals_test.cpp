// The real loop and what is not on its thread: callbacks from other threads, signals, work on an executor.
#include <atomic>
#include <csignal>
#include <stdexcept>
#include <system_error>
#include <thread>

#include "runtime/posix/signal_handler.hpp"
#include "runtime/posix/thread_executor.hpp"
#include "tests/runtime/posix/real_loop.hpp"

namespace tornado {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(EpollLoop, IsWokenByACallbackFromAnotherThread) {
  RealLoop real;
  std::thread other([&] {
    std::this_thread::sleep_for(2ms);  // until the loop waits
    real.loop.add_callback_from_thread([&] { real.loop.stop(); });
  });
  const Time begin = real.loop.time();
  real.run();
  other.join();
  EXPECT_LT(real.loop.time() - begin, Duration(5));
}

TEST(EpollLoop, RunsAllCallbacksOfManyThreadsInTheOrderOfEach) {
  constexpr int threads = 4;
  constexpr int each = 5000;
  RealLoop real;
  std::vector<int> last(threads, -1);
  int left = threads * each;
  std::vector<std::thread> others;
  for (int thread = 0; thread < threads; ++thread) {
    others.emplace_back([&, thread] {
      for (int number = 0; number < each; ++number) {
        real.loop.add_callback_from_thread(
            [&, thread](int which) {
              EXPECT_EQ(last[static_cast<std::size_t>(thread)]++, which - 1);
              if (--left == 0) real.loop.stop();
            },
            number);
      }
    });
  }
  real.run();
  for (std::thread& other : others) other.join();
  EXPECT_EQ(left, 0);
}

// A thread whose callbacks call for more of them does not keep the loop in one I/O phase.
TEST(EpollLoop, WhatIsPostedInAnIOPhaseComesInTheNextOne) {
  RealLoop real;
  real.loop.post([&] {
    real.say("first");
    real.loop.add_callback([&] { real.say("callback"); });
    real.loop.post([&] {
      real.say("second");
      real.loop.stop();
    });
  });
  real.run();
  EXPECT_THAT(real.said, ElementsAre("first", "callback", "second"));
}

TEST(EpollLoop, CallbacksFromAThreadAreNotDelayedByALoopThatIsBusy) {
  RealLoop real;
  std::atomic<bool> goes_on = true;
  const std::function<void()> again = [&] {
    if (goes_on) real.loop.add_callback(again);
  };
  real.loop.add_callback(again);
  std::thread other([&] {
    real.loop.add_callback_from_thread([&] {
      goes_on = false;
      real.loop.stop();
    });
  });
  real.run();
  other.join();
}

TEST(SignalHandler, RunsItsFunctionInTheLoop) {
  RealLoop real;
  const SignalHandler handler(real.loop, SIGUSR1, [&] {
    real.say("signal");
    real.loop.stop();
  });
  std::thread other([] {
    std::this_thread::sleep_for(2ms);
    ::kill(::getpid(), SIGUSR1);
  });
  real.run();
  other.join();
  EXPECT_THAT(real.said, ElementsAre("signal"));
}

TEST(SignalHandler, TakesSignalsThatComeTogetherAsOne) {
  RealLoop real;
  const SignalHandler handler(real.loop, SIGUSR1, [&] {
    real.say("signal");
    real.loop.call_later(2ms, [&] { real.loop.stop(); });
  });
  for (int time = 0; time < 3; ++time) ::raise(SIGUSR1);
  real.run();
  EXPECT_THAT(real.said, ElementsAre("signal"));
}

TEST(SignalHandler, GivesTheSignalBackWhenItGoes) {
  struct sigaction before{};
  struct sigaction after{};
  RealLoop real;
  ::sigaction(SIGUSR2, nullptr, &before);
  for (int time = 0; time < 2; ++time) {
    const SignalHandler handler(real.loop, SIGUSR2, [] {});
    EXPECT_THROW(SignalHandler(real.loop, SIGUSR2, [] {}), std::logic_error);
    ::raise(SIGUSR2);
  }
  ::sigaction(SIGUSR2, nullptr, &after);
  EXPECT_EQ(before.sa_handler, after.sa_handler);
  // The signal of before is forgotten.
  const SignalHandler handler(real.loop, SIGUSR2, [&] { real.say("signal"); });
  real.loop.call_later(2ms, [&] { real.loop.stop(); });
  real.run();
  EXPECT_THAT(real.said, IsEmpty());
}

TEST(SignalHandler, SaysWhichSignalCannotBeHandled) {
  RealLoop real;
  EXPECT_THROW(SignalHandler(real.loop, SIGKILL, [] {}), std::system_error);
  EXPECT_THROW(SignalHandler(real.loop, 0, [] {}), std::system_error);
  EXPECT_THROW(SignalHandler(real.loop, 100'000, [] {}), std::system_error);
}

Future<void> works(ThreadExecutor* executor, RealLoop* real) {
  const auto loop_thread = std::this_thread::get_id();
  auto square = run_on_executor(*executor, [](int number) { return number * number; });
  const Future<int> squaring = square(7);
  real->say(std::to_string(co_yield squaring));
  auto thread_of = run_on_executor(*executor, [] { return std::this_thread::get_id(); });
  const Future<std::thread::id> asking = thread_of();
  const std::thread::id thread = co_yield asking;
  EXPECT_NE(thread, loop_thread);
  EXPECT_EQ(std::this_thread::get_id(), loop_thread);
  auto fail = run_on_executor(*executor, [] { throw Boom("in a thread"); });
  const Future<void> failing = fail();
  co_yield settled(failing);
  real->say(LoopFixture::message_of(failing.exception()));
  real->loop.stop();
}

TEST(ThreadExecutor, GivesResultsAndExceptionsToTheLoop) {
  RealLoop real;
  ThreadExecutor executor(real.loop);
  const Future<void> working = works(&executor, &real);
  real.run();
  EXPECT_TRUE(working.done());
  EXPECT_THAT(real.said, ElementsAre("49", "in a thread"));
  EXPECT_THAT(real.logged, IsEmpty());
}

TEST(Law, F17_TheCallbackOfRealWorkRunsOneHopAfterItsFuture) {
  RealLoop real;
  ThreadExecutor executor(real.loop, 1);
  auto work = run_on_executor(executor, [] { return 1; });
  work.with_callback([&](int result) {
    real.say("result " + std::to_string(result));
    real.loop.stop();
  });
  real.run();
  EXPECT_THAT(real.said, ElementsAre("result 1"));
}

TEST(ThreadExecutor, WorksSideBySide) {
  RealLoop real;
  ThreadExecutor executor(real.loop, 3);
  std::atomic<int> inside = 0;
  int left = 3;
  // Each waits for the others: with fewer threads this would not end.
  auto meet = run_on_executor(executor, [&] {
    ++inside;
    while (inside < 3) std::this_thread::yield();
    return 0;
  });
  for (int time = 0; time < 3; ++time) {
    meet.with_callback([&](int) {
      if (--left == 0) real.loop.stop();
    });
  }
  real.run();
}

TEST(ThreadExecutor, WaitsForWhatIsUnderWayAndDropsTheRest) {
  RealLoop real;
  std::atomic<int> done = 0;
  std::optional<ThreadExecutor> executor(std::in_place, real.loop, 1);
  std::atomic<bool> begun = false;
  const Future<void> first = executor->submit([&] {
    begun = true;
    std::this_thread::sleep_for(2ms);
    ++done;
  });
  while (!begun) std::this_thread::yield();
  const auto kept = std::make_shared<int>(0);
  const Future<void> second = executor->submit([&done, kept] { ++done; });
  executor.reset();
  EXPECT_EQ(done, 1);
  EXPECT_EQ(kept.use_count(), 1);
  real.loop.call_later(1ms, [&] { real.loop.stop(); });
  real.run();
  EXPECT_FALSE(first.done());
  EXPECT_FALSE(second.done());
  EXPECT_THROW(ThreadExecutor(real.loop, 0), std::invalid_argument);
}

}  // namespace
}  // namespace tornado
