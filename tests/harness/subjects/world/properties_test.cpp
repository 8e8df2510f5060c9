// How long the properties of a World are asked, and what is said of one that could not be.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "harness/subjects/world/shared.hpp"
#include "harness/subjects/world/world.hpp"
#include "runtime/tornado.hpp"
#include "tests/harness/subjects/world/each_wait.hpp"
#include "tests/harness/subjects/world/running.hpp"

namespace windtunnel {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::StartsWith;
using tornado::Duration;
using tornado::Future;

// After each kind of step, which makes a variable 1 that must be 0 and then 0 again.
std::string words_of_step(void (*begin)(World&, int&)) {
  return quiet_words([begin](World& world) -> Future<void> {
    int& x = world.keep<int>(0);
    world.always("x is 0", [&x] { return x == 0; });
    begin(world, x);
    co_await world.sleep(Duration(5));
    x = 0;
    co_await world.join();
  });
}

TEST(Properties, AreAskedAfterEachKindOfStep) {
  EXPECT_EQ(words_of_step([](World& world, int& x) { world.loop().add_callback([&x] { x = 1; }); }),
            "always: x is 0");
  EXPECT_EQ(
      words_of_step([](World& world, int& x) { world.loop().call_later(Duration(1), [&x] { x = 1; }); }),
      "always: x is 0");
  EXPECT_EQ(words_of_step([](World& world, int& x) {
              world.spawn("task", [&x](World& in) -> Future<void> {
                co_await in.turn();
                x = 1;
              });
            }),
            "always: x is 0");
  EXPECT_EQ(words_of_step([](World& world, int& x) {
              auto& server = world.keep<tornado::TCPServer>(
                  [&x](const tornado::StreamPtr& stream, const tornado::Address&) {
                    x = 1;
                    stream->close();
                  },
                  world.host("server"));
              server.listen(80);
              world.spawn("client", [](World& in) -> Future<void> {
                const tornado::TCPClient tcp(in.host("client"));
                const Future<tornado::StreamPtr> connecting = tcp.connect("server", 80);
                const tornado::StreamPtr stream = co_await connecting;
                stream->close();
              });
            }),
            "always: x is 0");
}

// Two steps after the one in which main ends, a task breaks what main has stated.
WorldProgram broken_after_main(Asked asked) {
  return [asked](World& world) -> Future<void> {
    const auto x = std::make_shared<int>(0);
    world.always("x is 0", [x] { return *x == 0; }, asked);
    world.spawn("later", [x](World& in) -> Future<void> {
      for (int left = 3; left > 0; --left) co_await in.turn();
      *x = 1;
    });
    co_await world.turn();
  };
}

TEST(Properties, ToTheEndMeansAlsoAfterTheirTask) {
  EXPECT_EQ(quiet_words(broken_after_main(Asked::while_its_task_runs)), "-");
  EXPECT_EQ(quiet_words(broken_after_main(Asked::to_the_end)), "always: x is 0");
}

TEST(Properties, ToTheEndMeansAlsoAfterTheLastStepOfTheTest) {
  const auto program = [](Asked asked) {
    return [asked](World& world) -> Future<void> {
      int& x = world.keep<int>(0);
      world.always("x is 0", [&x] { return x == 0; }, asked);
      co_await world.join();
      x = 1;
    };
  };
  EXPECT_EQ(quiet_words(program(Asked::while_its_task_runs)), "-");
  EXPECT_EQ(quiet_words(program(Asked::to_the_end)), "always: x is 0");
}

TEST(Properties, OneThatIsNeverAskedIsReported) {
  const auto states = [](World& world) { world.always("x is 0", [] { return true; }); };
  const char* of_main =
      "always: x is 0: this was never asked, because main ended in the step that states it.";
  EXPECT_THAT(quiet_words([states](World& world) -> Future<void> {
                states(world);
                co_return;
              }),
              StartsWith(of_main));
  EXPECT_THAT(quiet_words([states](World& world) {
                states(world);
                const Future<void> done;
                done.set_result();
                return done;
              }),
              StartsWith(of_main));
  EXPECT_THAT(quiet_words([states](World& world) -> Future<void> {
                world.spawn("short", [states](World& in) -> Future<void> {
                  co_await in.turn();
                  states(in);
                });
                co_await world.join();
              }),
              HasSubstr("because short ended in the step that states it."));
  EXPECT_EQ(quiet_words([](World& world) -> Future<void> {
              world.always("x is 0", [] { return true; }, Asked::to_the_end);
              co_return;
            }),
            "-");
}

// Only in the last step of main does it hold.
WorldProgram late_promise(Asked asked, bool in_time) {
  return [asked, in_time](World& world) -> Future<void> {
    bool& done = world.keep<bool>(false);
    const auto is_done = [&done] { return done; };
    if (in_time)
      world.eventually("all is done", is_done, Duration(5), asked);
    else
      world.eventually("all is done", is_done, asked);
    co_await world.sleep(Duration(1));
    done = true;
  };
}

TEST(Properties, APromiseThatIsKeptInTheLastStepOfItsTaskIsSeenOnlyToTheEnd) {
  EXPECT_EQ(quiet_words(late_promise(Asked::while_its_task_runs, false)),
            "eventually: all is done: it had not held when main was about to end");
  EXPECT_EQ(
      quiet_words(late_promise(Asked::while_its_task_runs, true)),
      "eventually: all is done: within 5 s from 0 s, when the property was stated; it had not held when "
      "the task that states the property was about to end, at 1 s");
  EXPECT_EQ(quiet_words(late_promise(Asked::to_the_end, false)), "-");
  EXPECT_EQ(quiet_words(late_promise(Asked::to_the_end, true)), "-");
}

TEST(Properties, AConclusionThatIsDueWhenTheTaskEndsIsReported) {
  const auto program = [](Asked asked) {
    return [asked](World& world) -> Future<void> {
      const auto stopped = std::make_shared<bool>(false);
      world.leads_to(
          "what is stopped falls silent", [stopped] { return *stopped; }, [] { return false; }, Duration(9),
          asked);
      *stopped = true;
      co_await world.turn();
    };
  };
  EXPECT_THAT(quiet_words(program(Asked::while_its_task_runs)),
              HasSubstr("it had not held when the task that states the property was about to end"));
  EXPECT_THAT(quiet_words(program(Asked::to_the_end)), HasSubstr("it had not held when the run ended"));
}

// However the task ends, what was local in it is used no more; AddressSanitizer says so.
template <class End>
AbandonedRuns runs_of(Abandon way, End end) {
  return each_wait([way, end](World& world) -> Future<void> {
    const auto task = world.spawn_abandonable("task", way, [end](World& in) -> Future<void> {
      std::vector<int> local(100, 1);
      in.always("local is 1", [&local] { return local[99] == 1; });
      in.leads_to(
          "one is one", [&local] { return local[0] == 1; }, [&local] { return local[99] == 1; }, Duration(1));
      co_await in.turn();
      co_await in.turn();
      end();
    });
    co_await tornado::settled(task.future());
    static_cast<void>(task.future().exception());
    for (int left = 3; left > 0; --left) co_await world.turn();
    co_await world.join();
  });
}

TEST(Properties, MayUseWhatIsLocalInATaskThatReturnsFailsOrIsAbandoned) {
  for (const Abandon way : {Abandon::destroy, Abandon::time_out}) {
    EXPECT_THAT(runs_of(way, [] {}).broken, ElementsAre("-", "-"));
    EXPECT_THAT(runs_of(way, [] { throw std::runtime_error("no"); }).broken, ElementsAre("-", "-"));
  }
}

TEST(Properties, OfATaskThatIsStuckAreAskedAtTheEnd) {
  EXPECT_EQ(quiet_words([](World& world) -> Future<void> {
              std::vector<int> local(100, 1);
              int asked = 0;
              world.always("it is asked once", [&] { return ++asked < 9 && local[99] == 1; });
              const Future<void> never;
              world.spawn("other", [](World& in) -> Future<void> {
                for (int left = 9; left > 0; --left) co_await in.turn();
              });
              co_await never;
            }),
            "always: it is asked once");
}

}  // namespace
}  // namespace windtunnel
