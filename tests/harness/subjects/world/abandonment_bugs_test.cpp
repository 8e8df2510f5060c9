// Bugs that show only if a task is abandoned, each with a program that does it right.
#include <functional>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "harness/properties/judge.hpp"
#include "harness/testing/testing.hpp"
#include "runtime/tornado.hpp"
#include "tests/harness/subjects/world/each_wait.hpp"
#include "tests/harness/subjects/world/running.hpp"

namespace windtunnel {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::StartsWith;
using tornado::Duration;
using tornado::Future;

// The bug: the flag is lowered by the last line, and not by a destructor.
Future<void> refreshes(World& world, std::shared_ptr<bool> refreshing, bool guarded) {
  *refreshing = true;
  struct Lower {
    bool* flag;
    explicit Lower(bool* flag_in) : flag(flag_in) {}
    ~Lower() {
      if (flag != nullptr) *flag = false;
    }
  };
  const Lower lower(guarded ? refreshing.get() : nullptr);
  co_yield world.sleep(Duration(1));
  *refreshing = false;
}

WorldProgram refresh(bool guarded) {
  return [guarded](World& world) {
    return [](World& in, bool with_guard) -> Future<void> {
      const auto refreshing = std::make_shared<bool>(false);
      in.spawn_abandonable("alice", Abandon::destroy, refreshes, refreshing, with_guard);
      co_yield in.join();
      in.check(!*refreshing, "the flag is lowered");
    }(world, guarded);
  };
}

TEST(AbandonmentBugs, TheSearchFindsAFlagThatOnlyTheLastLineLowers) {
  EXPECT_THAT(each_wait(refresh(false)).broken, ElementsAre("check: the flag is lowered"));
  EXPECT_THAT(each_wait(refresh(true)).broken, ElementsAre("-"));
  Budget budget;
  budget.findings = ::testing::TempDir() + "abandonment_findings";
  const Held held = search_for_violation("flag", refresh(false), budget);
  EXPECT_FALSE(held.holds);
  EXPECT_THAT(held.words,
              AllOf(HasSubstr("the flag is lowered"), HasSubstr("alice is abandoned where it waits at")));
  const Held right = search_for_violation("flag_guarded", refresh(true), budget);
  EXPECT_TRUE(right.holds) << right.words;
}

TEST(AbandonmentBugs, EachFailureAbandonsATaskAtEachOfItsWaitsOnce) {
  Budget budget;
  budget.strategy = "each-failure";
  budget.findings = ::testing::TempDir() + "abandonment_findings";
  const Held held = search_for_violation("flag", refresh(false), budget);
  EXPECT_FALSE(held.holds);
  EXPECT_THAT(held.words, HasSubstr("the flag is lowered"));
  const Held right = search_for_violation("flag_guarded", refresh(true), budget);
  EXPECT_TRUE(right.holds) << right.words;
  EXPECT_EQ(right.schedules, 2U) << "the usual schedule, and its one wait";
  EXPECT_EQ(right.certificate, "1 failure, tried");
}

// Single flight: the first caller fetches, the others wait for its Future, which is never set if it goes.
struct Flight {
  std::optional<Future<int>> running;
};

Future<int> fetch_value(World& world) {
  co_yield world.sleep(Duration(1));
  co_return 7;
}

Future<int> fetch_once(World& world, std::shared_ptr<Flight> flight, bool apart) {
  if (!flight->running)
    flight->running = apart ? world.spawn("fetch", fetch_value).future() : fetch_value(world);
  const Future<int> running = *flight->running;
  const int value = co_yield running;
  co_return value;
}

WorldProgram single_flight(bool apart) {
  return [apart](World& world) {
    return [](World& in, bool in_a_task) -> Future<void> {
      const auto flight = std::make_shared<Flight>();
      in.spawn_abandonable("alice", Abandon::destroy, fetch_once, flight, in_a_task);
      in.spawn("bob", fetch_once, flight, in_a_task);
      co_yield in.join();
    }(world, apart);
  };
}

TEST(AbandonmentBugs, TheSearchFindsASingleFlightThatDiesWithItsFirstCaller) {
  const std::vector<std::string> broken = each_wait(single_flight(false)).broken;
  ASSERT_EQ(broken.size(), 2U);
  EXPECT_THAT(broken[0], AllOf(StartsWith("deadlock: nothing is left to happen, but these have not ended: "),
                               HasSubstr("bob at abandonment_bugs_test.cpp")));
  EXPECT_EQ(broken[1], "-") << "the value is there, and only alice is gone";
  for (const std::string& words : each_wait(single_flight(true)).broken) EXPECT_EQ(words, "-");
  Budget budget;
  budget.findings = ::testing::TempDir() + "abandonment_findings";
  const Held held = search_for_violation("flight", single_flight(false), budget);
  EXPECT_FALSE(held.holds);
  EXPECT_THAT(held.words, HasSubstr("nothing is left to happen"));
  const Held right = search_for_violation("flight_apart", single_flight(true), budget);
  EXPECT_TRUE(right.holds) << right.words;
}

// A caller whose time is over while the call goes on: a reply that comes late is somebody else's.
struct Pipe {
  std::vector<int> replies;
  int last = 0;
};

Future<int> request(World& world, std::shared_ptr<Pipe> pipe, bool by_number) {
  const int number = ++pipe->last;
  co_yield world.sleep(Duration(1));  // the server works
  pipe->replies.push_back(number);
  co_yield world.turn();
  int reply = pipe->replies.front();
  if (by_number) {
    std::erase(pipe->replies, number);
    reply = number;
  } else {
    pipe->replies.erase(pipe->replies.begin());
  }
  co_return reply;
}

Future<void> ask_twice(World& world, std::shared_ptr<Pipe> pipe, bool by_number) {
  const auto first = world.spawn_abandonable("first", Abandon::time_out, request, pipe, by_number);
  bool timed_out = false;
  try {
    co_yield first;
  } catch (const tornado::TimeoutError&) {
    timed_out = true;
  }
  const Future<int> second = request(world, pipe, by_number);
  const int reply = co_yield second;
  world.check_equal(reply, 2, "the second request gets its own reply");
  static_cast<void>(timed_out);
  co_yield world.join();
}

WorldProgram pipelined(bool by_number) {
  return [by_number](World& world) { return ask_twice(world, std::make_shared<Pipe>(), by_number); };
}

TEST(AbandonmentBugs, TheSearchFindsAReplyThatCameTooLateForItsCaller) {
  Budget budget;
  budget.findings = ::testing::TempDir() + "abandonment_findings";
  const Held held = search_for_violation("pipelined", pipelined(false), budget);
  EXPECT_FALSE(held.holds);
  EXPECT_THAT(held.words, HasSubstr("the second request gets its own reply: 1, which is not equal to 2"));
  const Held right = search_for_violation("numbered", pipelined(true), budget);
  EXPECT_TRUE(right.holds) << right.words;
}

// A handler whose client goes away while it works.
Future<void> serve(World& world, tornado::StreamPtr stream, std::shared_ptr<int> busy, bool cleans_up) {
  world.closes_if_abandoned(stream);
  ++*busy;
  bool gone = false;
  try {
    const auto reading = stream->read_until("\n");
    co_yield reading;
    co_yield world.turn();
    co_yield stream->write("done\n");
  } catch (const tornado::StreamClosedError&) {
    gone = true;
  }
  if (!gone || cleans_up) --*busy;
}

WorldProgram server(bool cleans_up) {
  return [cleans_up](World& world) {
    return [](World& in, bool clean) -> Future<void> {
      const auto busy = std::make_shared<int>(0);
      tornado::TCPServer tcp_server(
          [&in, busy, clean](tornado::StreamPtr stream, const tornado::Address&) {
            in.spawn_abandonable("handler", Abandon::close, serve, std::move(stream), busy, clean);
          },
          in.host("server"));
      tcp_server.listen(80);
      in.spawn("client", [](World& client) -> Future<void> {
        const tornado::TCPClient tcp(client.host("client"));
        const auto connecting = tcp.connect("server", 80);
        const tornado::StreamPtr stream = co_yield connecting;
        try {
          co_yield stream->write("hello\n");
          const auto reading = stream->read_until("\n");
          co_yield reading;
        } catch (const tornado::StreamClosedError&) {  // NOLINT(bugprone-empty-catch): that is the point
        }
      });
      co_yield in.join();
      in.check_equal(*busy, 0, "no handler counts as busy at the end");
    }(world, cleans_up);
  };
}

TEST(AbandonmentBugs, TheSearchFindsAHandlerThatCountsAsBusyForEver) {
  const AbandonedRuns outcome = each_wait(server(false));
  EXPECT_GE(outcome.waits, 2U);
  EXPECT_THAT(outcome.broken.front(), StartsWith("check: no handler counts as busy at the end: 1"));
  EXPECT_THAT(outcome.notes.front(), HasSubstr(": its connection is closed"));
  for (const std::string& words : each_wait(server(true)).broken) EXPECT_EQ(words, "-");
}

}  // namespace
}  // namespace windtunnel
