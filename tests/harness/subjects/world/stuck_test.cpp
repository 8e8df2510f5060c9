// What is said of tasks that never end: who, where, and who waits for whom.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <string>

#include "harness/findings/await_graph.hpp"
#include "harness/subjects/world/mutex.hpp"
#include "harness/subjects/world/world.hpp"
#include "runtime/tornado.hpp"
#include "tests/harness/subjects/world/running.hpp"

namespace windtunnel {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::MatchesRegex;
using ::testing::Not;
using ::testing::StartsWith;
using tornado::Duration;
using tornado::Future;

struct Stuck {
  std::string message;
  std::string graph;
};

// A run that is a deadlock.
Stuck stuck(const WorldProgram& program) {
  core::Trace trace;
  const std::optional<core::Violation> violation = quiet_violation(program, trace);
  EXPECT_TRUE(violation && violation->law == rules::deadlock);
  return {violation ? violation->message : "", findings::who_awaits_whom(trace)};
}

std::string at(int line) {
  return " at stuck_test.cpp:" + std::to_string(line);
}

constexpr int second_lock_line = __LINE__ + 4;
Future<void> take_both(World& world, Mutex first, Mutex second) {
  const Mutex::Guard one = co_await first.lock();
  co_await world.turn();
  const Mutex::Guard two = co_await second.lock();
}

TEST(WorldStuck, TheMessageSaysWhereEachTaskWaits) {
  const Stuck words = stuck([](World& world) -> Future<void> {
    const Mutex left(world, "left");
    const Mutex right(world, "right");
    world.spawn("a", take_both, left, right);
    world.spawn("b", take_both, right, left);
    co_await world.join();
  });
  EXPECT_THAT(words.message, StartsWith("nothing is left to happen, but these have not ended: a" +
                                        at(second_lock_line) + ", b" + at(second_lock_line) + ", main at "));
  EXPECT_THAT(words.message,
              EndsWith("; a waits for right, which b has; b waits for left, which a has: a cycle"));
  EXPECT_THAT(words.graph, HasSubstr("a waits for right, which b has," + at(second_lock_line) + "\n"));
  EXPECT_THAT(words.graph, HasSubstr("main waits for the end of all other tasks, at stuck_test.cpp:"));
  EXPECT_THAT(words.graph, HasSubstr("a cycle: a -> right -> b -> left -> a\n"));
}

// The application holds a lock while it fetches; the fetch waits for an assignment, which the coordinator
// makes after a listener that wants the lock.
struct Client {
  tornado::locks::Lock lock;
  tornado::locks::Event assigned;
};

constexpr int listener_line = __LINE__ + 2;
Future<void> listener(Client client) {
  const tornado::locks::Permit permit = co_await client.lock.acquire();
  permit.release();
}

Future<void> coordinator(World& world, Client client) {
  client.assigned.set();
  client.assigned.clear();
  co_await world.sleep(Duration(1));
  co_await listener(client);
  client.assigned.set();
}

constexpr int fetcher_line = __LINE__ + 3;
Future<void> fetcher(World&, Client client) {
  const tornado::locks::Permit permit = co_await client.lock.acquire();
  co_await client.assigned.wait();
  permit.release();
}

TEST(WorldStuck, ACycleOfEventsTasksAndLocksIsClosed) {
  const Stuck words = stuck([](World& world) -> Future<void> {
    const Client client;
    world.spawn("coordinator", coordinator, client);
    world.spawn("fetcher", fetcher, client);
    co_await world.join();
  });
  EXPECT_THAT(words.message, HasSubstr("coordinator" + at(listener_line) + ", fetcher" + at(fetcher_line)));
  EXPECT_THAT(words.graph, HasSubstr("fetcher waits for event 1, which coordinator (task "));
  EXPECT_THAT(words.graph, HasSubstr(" has set or cleared before," + at(fetcher_line) + "\n"));
  EXPECT_THAT(words.graph, HasSubstr(" waits for lock 1, which fetcher holds," + at(listener_line) + "\n"));
  EXPECT_THAT(words.graph, MatchesRegex(".*a cycle: [^\n]*-> lock 1 -> fetcher -> event 1 -> [^\n]*\n"));
}

Future<void> waits_for_ever(World&) {
  const Future<void> never;
  co_await never;
}

TEST(WorldStuck, ATaskThatIsStuckWhileOthersEndOrGoOnIsReported) {
  const Stuck ended = stuck([](World& world) -> Future<void> {
    world.spawn("stuck", waits_for_ever);
    world.spawn("ends", [](World& in) -> Future<void> { co_await in.turn(); });
    co_await world.sleep(Duration(1));
  });
  EXPECT_THAT(ended.message, HasSubstr("these have not ended: stuck at stuck_test.cpp:"));
  EXPECT_THAT(ended.message, Not(HasSubstr("ends")));
  EXPECT_THAT(ended.graph,
              MatchesRegex("stuck waits for future [0-9]+, which nobody sets, at stuck_test\\.cpp:[0-9]+\n"));
  core::Trace trace;
  core::RunOptions options;
  options.phase_limit = 200;
  const auto violation = quiet_violation(
      [](World& world) -> Future<void> {
        const tornado::locks::Lock lock;
        world.spawn(
            "stuck",
            [](World&, tornado::locks::Lock mine) -> Future<void> {
              co_await mine.acquire();
              co_await mine.acquire();
            },
            lock);
        world.spawn_daemon("ticks", [](World& in) -> Future<void> {
          for (;;) co_await in.sleep(Duration(1));
        });
        co_await world.join();
      },
      trace, options);
  ASSERT_TRUE(violation);
  EXPECT_EQ(violation->law, rules::livelock);
  EXPECT_THAT(violation->message, HasSubstr("these starve: stuck at stuck_test.cpp:"));
  EXPECT_THAT(findings::who_awaits_whom(trace), HasSubstr("a cycle: stuck -> lock 1 -> stuck\n"));
}

TEST(WorldStuck, DaemonsAreNotStuckAndAreShownOnlyIfAnotherTaskWaitsForThem) {
  EXPECT_EQ(quiet_words([](World& world) -> Future<void> {
              world.spawn_daemon("server", waits_for_ever);
              co_await world.join();
            }),
            "-");
  const Stuck words = stuck([](World& world) -> Future<void> {
    world.spawn_daemon("idle", waits_for_ever);
    const auto server = world.spawn_daemon("server", waits_for_ever);
    world.spawn(
        "client", [](World&, Future<void> answer) -> Future<void> { co_await answer; }, server.future());
    co_await world.join();
  });
  EXPECT_THAT(words.graph, HasSubstr("client waits for server, at stuck_test.cpp:"));
  EXPECT_THAT(words.graph, HasSubstr("server waits for future "));
  EXPECT_THAT(words.graph, Not(HasSubstr("idle")));
  EXPECT_THAT(words.message, Not(HasSubstr("server")));
}

TEST(WorldStuck, EachKindOfWaitHasWords) {
  const auto graph_of = [](auto wait) {
    return stuck([wait](World& world) {
             world.spawn("waits", wait);
             const Future<void> done;
             done.set_result();
             return done;
           })
        .graph;
  };
  EXPECT_THAT(graph_of([](World&) -> Future<void> { co_await tornado::locks::Condition().wait(); }),
              HasSubstr("waits waits for condition 1, which nobody notifies, at stuck_test.cpp:"));
  EXPECT_THAT(graph_of([](World&) -> Future<void> { co_await tornado::queues::Queue<int>().get(); }),
              HasSubstr("waits waits for an item of queue 1, into which nobody puts one, at "));
  EXPECT_THAT(graph_of([](World&) -> Future<void> {
                const tornado::locks::Semaphore permits(0);
                co_await permits.acquire();
              }),
              HasSubstr("waits waits for semaphore 1, of which no task has a permit, at "));
  EXPECT_THAT(graph_of([](World& world) -> Future<void> {
                tornado::TCPServer server(
                    [](const tornado::StreamPtr& stream, const tornado::Address&) -> Future<void> {
                      co_await stream->read_until("\n");
                    },
                    world.host("server"));
                server.listen(80);
                const tornado::TCPClient tcp(world.host("client"));
                const Future<tornado::StreamPtr> connecting = tcp.connect("server", 80);
                const tornado::StreamPtr stream = co_await connecting;
                co_await stream->read_until("\n");
              }),
              HasSubstr("waits for data of stream "));
}

}  // namespace
}  // namespace windtunnel
