// Nothing that fails in a run is silent: each failure has a rule and words.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdexcept>
#include <string>

#include "harness/core/trace.hpp"
#include "harness/subjects/world/shared.hpp"
#include "harness/subjects/world/world.hpp"
#include "runtime/tornado.hpp"
#include "tests/harness/subjects/world/running.hpp"

namespace windtunnel {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::StartsWith;
using tornado::Duration;
using tornado::Future;

[[noreturn]] void fail() {
  throw std::runtime_error("no");
}

TEST(WorldFailures, AnExceptionThatLeavesACallbackTimerOrFutureCallbackIsUncaught) {
  const char* words = "uncaught: an exception left a callback: std::runtime_error: no";
  EXPECT_EQ(quiet_words([](World& world) -> Future<void> {
              world.loop().add_callback(fail);
              co_await world.join();
            }),
            words);
  EXPECT_EQ(quiet_words([](World& world) -> Future<void> {
              world.loop().call_later(Duration(1), fail);
              co_await world.join();
            }),
            words);
  EXPECT_EQ(quiet_words([](World& world) -> Future<void> {
              const Future<void> future;
              future.add_done_callback([](const Future<void>&) { fail(); });
              future.set_result();
              co_await world.join();
            }),
            words);
  EXPECT_EQ(quiet_words([](World& world) -> Future<void> {
              const Future<void> future;
              world.loop().add_future(future, [](const Future<void>&) { fail(); });
              future.set_result();
              co_await world.join();
            }),
            words);
}

TEST(WorldFailures, AnExceptionThatLeavesAHandlerOrAServerIsUncaught) {
  const auto connect = [](World& world) -> Future<void> {
    const tornado::TCPClient tcp(world.host("client"));
    const Future<tornado::StreamPtr> connecting = tcp.connect("server", 80);
    const tornado::StreamPtr stream = co_await connecting;
    stream->close();
  };
  EXPECT_THAT(quiet_words([connect](World& world) {
                return [](World& in, auto client) -> Future<void> {
                  tornado::TCPServer server(
                      [](const tornado::StreamPtr&, const tornado::Address&) { fail(); }, in.host("server"));
                  server.listen(80);
                  in.spawn("client", client);
                  co_await in.join();
                }(world, connect);
              }),
              StartsWith("uncaught: an exception left a callback: std::runtime_error: no"));
  EXPECT_THAT(quiet_words([connect](World& world) {
                return [](World& in, auto client) -> Future<void> {
                  tornado::TCPServer server(
                      [](tornado::StreamPtr, const tornado::Address&) -> Future<void> {
                        co_await tornado::moment;
                        fail();
                      },
                      in.host("server"));
                  server.listen(80);
                  in.spawn("client", client);
                  co_await in.join();
                }(world, connect);
              }),
              AllOf(StartsWith("uncaught: "), HasSubstr("std::runtime_error: no")));
}

TEST(WorldFailures, ACoroutineThatFailsUnseenIsUncaughtAndATaskIsNamed) {
  EXPECT_EQ(quiet_words([](World& world) -> Future<void> {
              world.spawn("worker", [](World& in) -> Future<void> {
                co_await in.turn();
                fail();
              });
              co_await world.join();
            }),
            "uncaught: nobody looked at how the task worker ended: std::runtime_error: no");
  EXPECT_EQ(quiet_words([](World& world) -> Future<void> {
              const auto forgotten = []() -> Future<void> {
                co_await tornado::moment;
                fail();
              };
              static_cast<void>(forgotten());
              co_await world.join();
            }),
            "uncaught: nobody looked at std::runtime_error: no");
}

TEST(WorldFailures, WhatIsAllowedIsOnlyNotedInTheTrace) {
  EXPECT_THAT(quiet_words([](World& world) -> Future<void> {
                world.allow_uncaught();
                world.loop().add_callback(fail);
                co_await world.join();
              }),
              StartsWith("uncaught: an exception left a callback"))
      << "that is another permission";
  core::Trace trace;
  EXPECT_FALSE(quiet_violation(
      [](World& world) -> Future<void> {
        world.allow_escaped();
        world.loop().add_callback(fail);
        co_await world.join();
      },
      trace));
  EXPECT_THAT(trace.text, HasSubstr("error std::runtime_error: no"));
}

TEST(WorldFailures, ALateFailureAfterATimeoutIsNoFailureOfTheProgram) {
  EXPECT_EQ(quiet_words([](World& world) -> Future<void> {
              const auto slow = []() -> Future<void> {
                co_await tornado::sleep(Duration(2));
                fail();
              };
              const Future<void> limited = tornado::with_timeout(Duration(1), slow());
              bool late = false;
              try {
                co_await limited;
              } catch (const tornado::TimeoutError&) {
                late = true;
              }
              world.check(late, "it takes too long");
              co_await world.join();
            }),
            "-");
}

void set_and_ignore(const Future<int>& future, int value) {
  try {
    future.set_result(value);
  } catch (const tornado::InvalidStateError&) {  // NOLINT(bugprone-empty-catch): that is the point
  }
}

TEST(WorldFailures, ASecondSettingOfAFutureIsSeenEvenIfItsSetterIgnoresIt) {
  EXPECT_THAT(quiet_words([](World& world) -> Future<void> {
                const Future<int> future;
                world.spawn(
                    "one",
                    [](World&, Future<int> mine) -> Future<void> {
                      set_and_ignore(mine, 1);
                      co_return;
                    },
                    future);
                world.spawn(
                    "other",
                    [](World& in, Future<int> mine) -> Future<void> {
                      co_await in.turn();
                      set_and_ignore(mine, 2);
                    },
                    future);
                co_await world.join();
              }),
              testing::MatchesRegex(
                  "set-twice: a Future that is done was set again at failures_test\\.cpp:[0-9]+, by other"));
}

TEST(WorldFailures, ASecondSettingInACallbackIsOneFailureAndNotTwo) {
  EXPECT_THAT(quiet_words([](World& world) -> Future<void> {
                const Future<void> future;
                for (const double seconds : {1.0, 2.0})
                  world.loop().call_later(Duration(seconds), [future] { future.set_result(); });
                co_await world.join();
              }),
              StartsWith("set-twice: "));
}

TEST(WorldFailures, AFutureThatIsAskedBeforeItIsSetIsSetOnce) {
  EXPECT_EQ(quiet_words([](World& world) -> Future<void> {
              const Future<void> future;
              for (const double seconds : {1.0, 2.0}) {
                world.loop().call_later(Duration(seconds), [future] {
                  if (!future.done()) future.set_result();
                });
              }
              co_await world.join();
            }),
            "-");
}

std::string words_of_check(void (*check)(World&)) {
  return quiet_words([check](World& world) {
    check(world);
    const Future<void> done;
    done.set_result();
    return done;
  });
}

TEST(WorldFailures, AComparisonThatFailsShowsBothValues) {
  EXPECT_EQ(words_of_check([](World& world) { world.check_equal(1 + 1, 3, "the sum"); }),
            "check: the sum: 2, which is not equal to 3");
  EXPECT_EQ(words_of_check([](World& world) { world.check_not_equal(std::string("a"), "a", "the name"); }),
            "check: the name: \"a\", which is equal to \"a\"");
  EXPECT_EQ(words_of_check([](World& world) { world.check_less(3, 3, "the count"); }),
            "check: the count: 3, which is not less than 3");
  EXPECT_EQ(words_of_check([](World& world) { world.check_at_most(4, 3, "the count"); }),
            "check: the count: 4, which is more than 3");
}

TEST(WorldFailures, AComparisonThatHoldsIsSilent) {
  EXPECT_EQ(words_of_check([](World& world) {
              world.check_equal(2, 2, "a");
              world.check_not_equal(2, 3, "b");
              world.check_less(2, 3, "c");
              world.check_at_most(3, 3, "d");
            }),
            "-");
}

}  // namespace
}  // namespace windtunnel
