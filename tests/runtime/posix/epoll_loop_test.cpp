// The laws of the loop on the real one: the order of callbacks and timers, start, stop and close, handlers of
// real descriptors, the clocks.
#include <algorithm>
#include <fcntl.h>
#include <functional>
#include <memory>
#include <system_error>
#include <thread>

#include "runtime/posix/posix_socket.hpp"
#include "tests/runtime/posix/real_loop.hpp"

namespace tornado {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST(EpollLoop, RunsCallbacksInTheirOrderAndChildrenInTheNextIteration) {
  RealLoop real;
  real.loop.add_callback([&] {
    real.say("a");
    real.loop.add_callback([&] { real.say("child"); });
    real.loop.add_callback([&] { real.loop.stop(); });
  });
  real.loop.add_callback([&] { real.say("b"); });
  real.run();
  EXPECT_THAT(real.said, ElementsAre("a", "b", "child"));
}

TEST(EpollLoop, RunsTimersByDeadlineAndThenByCreation) {
  RealLoop real;
  const Time now = real.loop.time();
  real.loop.call_at(now + 6ms, [&] { real.say("late"); });
  real.loop.call_at(now + 2ms, [&] { real.say("early, first"); });
  real.loop.call_at(now + 2ms, [&] { real.say("early, second"); });
  real.loop.call_at(now - 5s, [&] { real.say("past"); });
  real.loop.call_at(now + 6ms, [&] { real.loop.stop(); });
  real.run();
  EXPECT_THAT(real.said, ElementsAre("past", "early, first", "early, second", "late"));
}

TEST(EpollLoop, NeverRunsATimerBeforeItsDeadline) {
  RealLoop real;
  int left = 50;
  const std::function<void()> again = [&] {
    const Time deadline = real.loop.time() + 300us;
    real.loop.call_at(deadline, [&, deadline] {
      EXPECT_GE(real.loop.time(), deadline);
      --left == 0 ? real.loop.stop() : again();
    });
  };
  again();
  real.run();
  EXPECT_EQ(left, 0);
}

// Two sockets of the runtime, connected, on a loop that always has a callback.
struct HoppingPair {
  HoppingPair() {
    PosixListener listener({"127.0.0.1", 0}, 1);
    EXPECT_EQ(near.connect(listener.address()), std::errc::operation_in_progress);
    while (far == nullptr) far = listener.accept().socket;
  }

  // Hops until the handler of `near` has run; calls `at(hop)` in each hop. Returns in which hop it ran.
  template <class At>
  int run(At at) {
    int hop = 0;
    std::function<void()> go = [&] {
      at(++hop);
      if (hop < 10'000) world.loop.add_callback(go);
    };
    int seen = 0;
    const auto see = [&](int, IOEvents) {
      seen = hop;
      world.loop.stop();
    };
    world.loop.add_handler(near.fd(), see, IOLoop::READ);
    world.loop.add_callback(go);
    world.run();
    world.loop.remove_handler(near.fd());
    return seen;
  }

  RealLoop world;
  PosixSocket near{AddressFamily::ipv4};
  std::unique_ptr<Socket> far;
};

TEST(EpollLoop, SeesInTheNextPhaseWhatItsProgramDidToASocket) {
  HoppingPair pair;
  constexpr int sent_at = 5000;
  EXPECT_EQ(pair.run([&](int hop) {
    if (hop == sent_at) pair.far->send("x");
  }),
            sent_at);
}

TEST(EpollLoop, SeesWhatComesFromOutsideAfterSoManyCallbacksAtMost) {
  HoppingPair pair;
  constexpr int sent_at = 5000;
  const int seen = pair.run([&](int hop) {
    // As another process would.
    if (hop == sent_at) {
      EXPECT_EQ(::send(pair.far->fd(), "x", 1, MSG_NOSIGNAL), 1);
    }
  });
  EXPECT_GE(seen, sent_at);
  EXPECT_LE(seen, sent_at + static_cast<int>(EpollLoop::most_unasked));
}

TEST(EpollLoop, RunsTheHandlerOfASocketThatStaysReadyInEachPhase) {
  HoppingPair pair;
  int runs = 0;
  pair.world.loop.add_handler(pair.far->fd(), [&](int, IOEvents) { ++runs; }, IOLoop::WRITE);
  constexpr int sent_at = 1000;
  const int seen = pair.run([&](int hop) {
    if (hop == sent_at) pair.far->send("x");
  });
  EXPECT_EQ(runs, seen);
  pair.world.loop.remove_handler(pair.far->fd());
}

TEST(EpollLoop, AsksTheKernelEachTimeWhereCallbacksTakeLong) {
  HoppingPair pair;
  constexpr int sent_at = 50;
  const int seen = pair.run([&](int hop) {
    std::this_thread::sleep_for(2 * EpollLoop::longest_unasked);
    if (hop == sent_at) {
      EXPECT_EQ(::send(pair.far->fd(), "x", 1, MSG_NOSIGNAL), 1);
    }
  });
  EXPECT_EQ(seen, sent_at);
}

// Only an iteration that waits asks the kernel for long: a loop that is never idle runs its timers all the
// same.
TEST(EpollLoop, RunsTimersAndHandlersWhileCallbacksNeverEnd) {
  RealLoop real;
  const Pair pair;
  bool goes_on = true;
  const std::function<void()> again = [&] {
    if (goes_on) real.loop.add_callback(again);
  };
  real.loop.add_callback(again);
  real.loop.add_handler(
      pair.near.get(),
      [&](int, IOEvents) {
        pair.receive();
        real.say("handler");
      },
      IOLoop::READ);
  pair.send();
  real.loop.call_later(5ms, [&] {
    real.say("timer");
    goes_on = false;
    real.loop.stop();
  });
  real.run();
  EXPECT_THAT(real.said, ElementsAre("handler", "timer"));
}

TEST(EpollLoop, ATimerDoesNotStarveUnderHandlersThatAreAlwaysReady) {
  RealLoop real;
  const Pair pair;
  pair.send();
  int runs = 0;
  real.loop.add_handler(pair.near.get(), [&](int, IOEvents) { ++runs; }, IOLoop::READ);
  real.loop.call_later(5ms, [&] { real.loop.stop(); });
  real.run();
  EXPECT_GT(runs, 1);
}

TEST(Law, R3_AMomentTakesOneHopOnTheRealLoopToo) {
  RealLoop real;
  const auto waits = [](RealLoop* world) -> Future<void> {
    world->say("before");
    co_yield moment;
    world->say("after");
    world->loop.stop();
  };
  const auto waiting = waits(&real);
  real.loop.add_callback([&] { real.say("between"); });
  real.run();
  // The callback was queued after the moment.
  EXPECT_THAT(real.said, ElementsAre("before", "after", "between"));
  EXPECT_TRUE(waiting.done());
}

TEST(Law, L13_StopEndsTheRealLoopAfterTheRestOfTheIteration) {
  RealLoop real;
  real.loop.add_callback([&] {
    real.loop.stop();
    real.loop.add_callback([&] { real.say("next start"); });
  });
  real.loop.add_callback([&] { real.say("the rest"); });
  real.run();
  EXPECT_THAT(real.said, ElementsAre("the rest"));
  real.loop.add_callback([&] { real.loop.stop(); });
  real.run();
  EXPECT_THAT(real.said, ElementsAre("the rest", "next start"));
}

TEST(Law, L14_StopInAHandlerOfTheRealLoopRunsOneMoreIteration) {
  RealLoop real;
  const Pair pair;
  pair.send();
  real.loop.add_handler(
      pair.near.get(),
      [&](int, IOEvents) {
        pair.receive();
        real.loop.stop();
        real.loop.add_callback([&] { real.say("one more"); });
      },
      IOLoop::READ);
  real.run();
  EXPECT_THAT(real.said, ElementsAre("one more"));
}

TEST(Law, L17_RunSyncGivesAResultOrATimeoutOnTheRealLoop) {
  RealLoop real;
  const auto works = []() -> Future<int> {
    co_yield sleep(1ms);
    co_return 7;
  };
  EXPECT_EQ(real.loop.run_sync(works), 7);
  EXPECT_THROW(real.loop.run_sync([] { return sleep(1h); }, 2ms), TimeoutError);
}

TEST(Law, L25_AClosedRealLoopDropsEverything) {
  RealLoop real;
  const Pair pair;
  real.loop.add_handler(pair.near.get(), [](int, IOEvents) {}, IOLoop::READ);
  const auto kept = std::make_shared<int>(1);
  real.loop.add_callback([kept] {});
  real.loop.call_later(1h, [kept] {});
  real.loop.add_callback_from_thread([kept] {});
  EXPECT_EQ(kept.use_count(), 4);
  real.loop.close();
  EXPECT_EQ(kept.use_count(), 1);
  real.loop.add_callback([kept] {});
  real.loop.add_callback_from_thread([kept] {});
  real.loop.add_handler(pair.near.get(), [kept](int, IOEvents) {}, IOLoop::READ);
  EXPECT_EQ(kept.use_count(), 1);
}

// The kernel reports three descriptors in the order in which they became ready; the original takes the last
// one first.
TEST(Law, L24_ABatchOfEventsRunsFromTheLastToTheFirst) {
  RealLoop real;
  const Pair pairs[3];
  for (int at = 0; at < 3; ++at) {
    real.loop.add_handler(
        pairs[at].near.get(),
        [&real, &pairs, at](int, IOEvents) {
          pairs[at].receive();
          real.say(std::to_string(at));
          if (real.said.size() == 3) real.loop.stop();
        },
        IOLoop::READ);
  }
  for (const Pair& pair : pairs) pair.send();
  real.run();
  EXPECT_THAT(real.said, ElementsAre("2", "1", "0"));
}

TEST(Law, L24_AHandlerThatAnotherOneRemovesDoesNotRun) {
  RealLoop real;
  const Pair pairs[2];
  for (int at = 0; at < 2; ++at) {
    real.loop.add_handler(
        pairs[at].near.get(),
        [&, at](int, IOEvents) {
          real.say(std::to_string(at));
          real.loop.remove_handler(pairs[1 - at].near.get());
          real.loop.remove_handler(pairs[at].near.get());
          real.loop.stop();
        },
        IOLoop::READ);
    pairs[at].send();
  }
  real.run();
  EXPECT_THAT(real.said, ElementsAre("1"));
}

TEST(Law, L24_TheEndOfAPeerIsAnErrorThatIsAlwaysWaitedFor) {
  RealLoop real;
  Pair pair;
  real.loop.add_handler(
      pair.near.get(),
      [&](int, IOEvents events) {
        EXPECT_NE(events & IOLoop::ERROR, 0);
        EXPECT_EQ(events & IOLoop::WRITE, 0);
        real.loop.stop();
      },
      0);
  pair.far.close();
  real.run();
}

TEST(EpollLoop, AHandlerRunsForWhatItWaitsForNow) {
  RealLoop real;
  const Pair pair;
  pair.send();
  real.loop.add_handler(
      pair.near.get(),
      [&](int fd, IOEvents events) {
        real.say(std::to_string(events));
        if (events == IOLoop::WRITE) return real.loop.stop();
        real.loop.update_handler(fd, IOLoop::WRITE);
      },
      IOLoop::READ);
  real.run();
  EXPECT_THAT(real.said, ElementsAre("1", "2"));
}

TEST(Law, L10_TheRealLoopLogsWhatEscapesAndGoesOn) {
  RealLoop real;
  const Pair pair;
  pair.send();
  real.loop.add_callback([] { throw Boom("callback"); });
  real.loop.call_later(0ms, [] { throw Boom("timer"); });
  real.loop.add_handler(
      pair.near.get(),
      [&](int, IOEvents) {
        pair.receive();
        real.loop.call_later(0ms, [&] { real.loop.stop(); });
        throw Boom("handler");
      },
      IOLoop::READ);
  real.loop.add_callback_from_thread([] { throw Boom("from a thread"); });
  real.loop.post([] { throw Boom("posted"); });
  real.run();
  EXPECT_THAT(real.logged,
              ::testing::UnorderedElementsAre("callback", "timer", "handler", "from a thread", "posted"));
}

TEST(EpollLoop, SaysWhichDescriptorCannotHaveAHandler) {
  RealLoop real;
  const Descriptor file(::open("/proc/self/exe", O_RDONLY | O_CLOEXEC));
  ASSERT_TRUE(file);
  try {
    real.loop.add_handler(file.get(), [](int, IOEvents) {}, IOLoop::READ);
    FAIL() << "a file is always ready: epoll refuses it";
  } catch (const std::system_error& error) {
    EXPECT_THAT(error.what(), HasSubstr("a handler of descriptor " + std::to_string(file.get())));
  }
  // There is no half of a handler.
  EXPECT_THROW(real.loop.update_handler(file.get(), IOLoop::READ), std::logic_error);
}

TEST(EpollLoop, ForgetsADescriptorThatWasClosedBeforeItsHandlerWasRemoved) {
  RealLoop real;
  auto pair = std::make_unique<Pair>();
  const int fd = pair->near.get();
  real.loop.add_handler(fd, [](int, IOEvents) { FAIL(); }, IOLoop::READ);
  pair.reset();
  real.loop.remove_handler(fd);
  const Pair next;
  next.send();
  real.loop.add_handler(next.near.get(), [&](int, IOEvents) { real.loop.stop(); }, IOLoop::READ);
  real.run();
  EXPECT_THAT(real.logged, IsEmpty());
}

TEST(EpollLoop, HasATimeOfDayApartFromItsClock) {
  EpollLoop steady;
  const double today = seconds_of(steady.wall_time());
  EXPECT_GT(today, 1.6e9);
  EXPECT_LT(seconds_of(steady.time()), today);
  EpollLoop wall(EpollLoop::Clock::wall);
  EXPECT_NEAR(seconds_of(wall.time()), today, 60);
}

TEST(EpollLoop, WhatStopsItAsABaseExceptionLeavesTheRestForTheNextStart) {
  RealLoop real;
  real.loop.post([] { throw Interrupt(); });
  real.loop.post([&] {
    real.say("the next");
    real.loop.stop();
  });
  EXPECT_THROW(real.run(), Interrupt);
  EXPECT_THAT(real.said, IsEmpty());
  real.run();
  EXPECT_THAT(real.said, ElementsAre("the next"));
}

}  // namespace
}  // namespace tornado
