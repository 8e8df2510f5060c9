// Abandoned tasks: at each wait once, in each way; what the program must keep then, and what it may not do.
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
#include "tests/harness/subjects/world/running.hpp"

namespace windtunnel {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::StartsWith;
using tornado::Duration;
using tornado::Future;

// The quiet schedule, but that the `which`-th question whether to abandon is answered by yes; 0: none.
class AbandonAt final : public tornado::ChoiceSource {
 public:
  explicit AbandonAt(unsigned which) : which_(which) {}
  std::uint32_t choose(const tornado::ChoicePoint& point) override {
    if (point.kind != tornado::ChoiceKind::fault) return 0;
    EXPECT_THAT(std::string(point.site), StartsWith("abandon/"));
    EXPECT_EQ(point.options, 2U);
    return ++asked == which_ ? 1 : 0;
  }

  unsigned asked = 0;

 private:
  unsigned which_;
};

struct Outcome {
  unsigned waits = 0;               ///< of the run in which nobody is abandoned
  std::vector<std::string> broken;  ///< by the wait: the violation; "-" if there is none
  std::vector<std::string> notes;   ///< the line of the trace that says what happened
};

// Runs the program with nobody abandoned, and then once for each wait.
Outcome each_wait(const WorldProgram& program,
                  core::SchedulingModel model = core::SchedulingModel::realistic) {
  Outcome outcome;
  const WorldSubject subject(program);
  core::RunOptions options;
  options.name_things = true;
  options.model = model;
  for (unsigned which = 0; which <= outcome.waits; ++which) {
    AbandonAt choices(which);
    core::Trace trace;
    properties::LawJudge laws(core::all_guarantees);
    const auto found = properties::run_and_judge(subject.subject(), choices, options, laws, trace);
    if (which == 0) {
      outcome.waits = choices.asked;
      EXPECT_FALSE(found) << found->message;
      continue;
    }
    EXPECT_EQ(choices.asked, which) << "nobody is abandoned twice";
    outcome.broken.push_back(found ? std::string(found->law) + ": " + found->message : "-");
    const std::size_t at = trace.text.find(" is abandoned ");
    const std::size_t begin = trace.text.rfind('\n', at) + 1;
    outcome.notes.push_back(trace.text.substr(begin, trace.text.find('\n', at) - begin));
  }
  return outcome;
}

Future<int> inner(World& world, Shared<int> x) {
  const int value = co_yield x.read();
  co_yield world.sleep(Duration(1));
  co_return value;
}

Future<void> outer(World& world, Shared<int> x) {
  co_yield world.turn();
  const Future<int> waiting = inner(world, x);
  const int value = co_yield waiting;
  co_yield tornado::moment;
  co_yield x.write(value + 1);
}

Future<void> alone(World& world) {
  const Shared<int> x(world, "x");
  world.spawn_abandonable("alice", Abandon::destroy, outer, x);
  co_yield world.join();
}

TEST(Abandonment, EachWaitIsAskedOnceAndEachRunEndsAtOne) {
  for (const auto model :
       {core::SchedulingModel::realistic, core::SchedulingModel::exact, core::SchedulingModel::adversarial}) {
    const Outcome outcome = each_wait(alone, model);
    // turn, read, the sleep, moment, write.
    EXPECT_EQ(outcome.waits, 5U) << core::name_of(model);
    for (const std::string& words : outcome.broken) EXPECT_EQ(words, "-") << core::name_of(model);
  }
  const Outcome outcome = each_wait(alone);
  ASSERT_EQ(outcome.notes.size(), 5U);
  EXPECT_THAT(outcome.notes[1],
              ::testing::MatchesRegex("0\\.?[0-9]* alice is abandoned where it waits at "
                                      "abandonment_test\\.cpp:[0-9]+: its coroutine is destroyed"));
}

// What a coroutine owns goes with it: locks are passed on, waits are forgotten.
Future<void> locks(World& world, Mutex first, Mutex second) {
  auto one = co_yield first.lock();
  co_yield world.turn();
  auto two = co_yield second.lock();
  co_yield world.turn();
}

TEST(Abandonment, ADestroyedTaskReleasesItsLocksAndWaitsForNone) {
  const Outcome outcome = each_wait([](World& world) -> Future<void> {
    const Mutex first(world, "first");
    const Mutex second(world, "second");
    for (const char* name : {"alice", "bob", "carol"})
      world.spawn_abandonable(name, Abandon::destroy, locks, first, second);
    co_yield world.join();
    world.check(!first.locked() && !second.locked(), "the locks are free at the end");
  });
  EXPECT_GT(outcome.waits, 12U);
  for (std::size_t at = 0; at < outcome.broken.size(); ++at)
    EXPECT_EQ(outcome.broken[at], "-") << outcome.notes[at];
}

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

TEST(Abandonment, TheSearchFindsAFlagThatOnlyTheLastLineLowers) {
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

// A coroutine that refers to what belongs to its caller goes before it.
struct Pool {
  explicit Pool(bool& right_in) : right(right_in) {}
  ~Pool() { right = right && leases == 0; }
  bool& right;
  int leases = 0;
};

struct Lease {
  explicit Lease(Pool& pool_in) : pool(pool_in) { ++pool.leases; }
  ~Lease() { --pool.leases; }
  Pool& pool;
};

Future<void> uses(World& world, Pool& pool) {
  const Lease lease(pool);
  co_yield world.turn();
}

Future<void> owns(World& world, bool* right) {
  co_yield world.turn();
  Pool pool(*right);
  const Future<void> once = uses(world, pool);
  co_yield once;
  const std::vector<Future<void>> both{uses(world, pool), uses(world, pool)};
  co_yield both;
}

TEST(Abandonment, CoroutinesAreDestroyedBeforeTheirCallers) {
  bool right = true;
  const Outcome outcome = each_wait([&right](World& world) {
    return [](World& in, bool* flag) -> Future<void> {
      in.spawn_abandonable("alice", Abandon::destroy, owns, flag);
      co_yield in.join();
      in.check(*flag, "no lease outlives its pool");
    }(world, &right);
  });
  EXPECT_GE(outcome.waits, 4U);
  for (std::size_t at = 0; at < outcome.broken.size(); ++at)
    EXPECT_EQ(outcome.broken[at], "-") << outcome.notes[at];
}

// Single flight: the first caller fetches, the others wait for its Future, which is never set if it goes.
struct Flight {
  std::optional<Future<int>> running;
};

Future<int> fetch(World& world) {
  co_yield world.sleep(Duration(1));
  co_return 7;
}

Future<int> fetch_once(World& world, std::shared_ptr<Flight> flight, bool apart) {
  if (!flight->running) flight->running = apart ? world.spawn("fetch", fetch).future() : fetch(world);
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

TEST(Abandonment, TheSearchFindsASingleFlightThatDiesWithItsFirstCaller) {
  for (const std::string& words : each_wait(single_flight(false)).broken)
    EXPECT_THAT(words, StartsWith("deadlock: nothing is left to happen, but these have not ended: main"));
  EXPECT_THAT(each_wait(single_flight(false)).broken.front(), HasSubstr("bob at abandonment_test.cpp"));
  for (const std::string& words : each_wait(single_flight(true)).broken) EXPECT_EQ(words, "-");
}

TEST(Abandonment, TheFutureOfADestroyedTaskFailsAndNobodyNeedLook) {
  const Outcome outcome = each_wait([](World& world) -> Future<void> {
    const auto task = world.spawn_abandonable("alice", Abandon::destroy, fetch);
    std::string what;
    try {
      const int value = co_yield task;
      what = std::to_string(value);
    } catch (const Abandoned& abandoned) {
      what = abandoned.what();
    }
    world.log("it gives " + what);
    world.check(what == "7", what);
    co_yield world.join();
  });
  EXPECT_THAT(outcome.broken, ElementsAre("check: the task was abandoned while it waited"));
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

TEST(Abandonment, ACallerWhoseTimeIsOverGetsATimeoutAndTheCallGoesOn) {
  bool went_on = true;
  const Outcome outcome = each_wait([&went_on](World& world) {
    return [](World& in, bool* flag) -> Future<void> {
      *flag = false;
      const auto late = [](World& task, bool* raised) -> Future<int> {
        co_yield task.sleep(Duration(1));
        *raised = true;
        throw std::runtime_error("late");
      };
      const auto task = in.spawn_abandonable("get", Abandon::time_out, late, flag);
      std::string what = "nothing";
      try {
        co_yield task;
      } catch (const tornado::TimeoutError&) {
        what = "timeout";
      } catch (const std::runtime_error&) {
        what = "late";
      }
      co_yield in.join();
      in.check(what == "late", what);
    }(world, &went_on);
  });
  EXPECT_TRUE(went_on);
  EXPECT_THAT(outcome.broken, ElementsAre("check: timeout"));
  EXPECT_THAT(outcome.notes, ElementsAre(HasSubstr(": its caller's time is over")));
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

TEST(Abandonment, TheSearchFindsAReplyThatCameTooLateForItsCaller) {
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

TEST(Abandonment, TheSearchFindsAHandlerThatCountsAsBusyForEver) {
  const Outcome outcome = each_wait(server(false));
  EXPECT_GE(outcome.waits, 2U);
  EXPECT_THAT(outcome.broken.front(), StartsWith("check: no handler counts as busy at the end: 1"));
  EXPECT_THAT(outcome.notes.front(), HasSubstr(": its connection is closed"));
  for (const std::string& words : each_wait(server(true)).broken) EXPECT_EQ(words, "-");
}

TEST(Abandonment, ATaskThatClosesNoConnectionIsAMistake) {
  EXPECT_EQ(quiet_words([](World& world) -> Future<void> {
              world.spawn_abandonable("alice", Abandon::close, fetch);
              co_yield world.join();
            }),
            "check: alice is abandoned by closing its connections, but names none: call "
            "world.closes_if_abandoned(stream) in it");
}

TEST(Abandonment, TasksOfOneNameHaveDifferentSites) {
  std::map<std::string, int> sites;
  struct Sites final : tornado::ChoiceSource {
    explicit Sites(std::map<std::string, int>& seen_in) : seen(&seen_in) {}
    std::uint32_t choose(const tornado::ChoicePoint& point) override {
      if (point.kind == tornado::ChoiceKind::fault) ++(*seen)[std::string(point.site)];
      return 0;
    }
    std::map<std::string, int>* seen;
  } choices(sites);
  const WorldSubject subject([](World& world) -> Future<void> {
    world.spawn_abandonable("alice", Abandon::destroy, fetch);
    world.spawn_abandonable("alice", Abandon::destroy, fetch);
    co_yield world.join();
  });
  core::Trace trace;
  properties::NoJudge nothing;
  EXPECT_FALSE(properties::run_and_judge(subject.subject(), choices, {}, nothing, trace));
  EXPECT_EQ(sites, (std::map<std::string, int>{{"abandon/alice", 1}, {"abandon/alice#2", 1}}));
}

// Each kind of wait is safe to leave: what would end it does nothing.
TEST(Abandonment, WhatADestroyedTaskWaitedForMayStillHappen) {
  const auto waits_for = [](World& world, const Future<void>& future,
                            std::shared_ptr<int> after) -> Future<void> {
    co_yield future;
    ++*after;
    co_yield tornado::moment;
    ++*after;
    co_yield world.sleep(Duration(1));
    ++*after;
    const std::vector<Future<void>> both{future, tornado::sleep(Duration(1))};
    co_yield both;
    ++*after;
  };
  const Outcome outcome = each_wait([waits_for](World& world) {
    return [](World& in, auto waits) -> Future<void> {
      const Future<void> future;
      const auto after = std::make_shared<int>(0);
      in.spawn_abandonable("alice", Abandon::destroy, waits, future, after);
      in.spawn(
          "setter",
          [](World& task, const Future<void>& to_set) -> Future<void> {
            co_yield task.sleep(Duration(3));
            to_set.set_result();
          },
          future);
      co_yield in.join();
      in.log("after " + std::to_string(*after));
    }(world, waits_for);
  });
  EXPECT_EQ(outcome.waits, 4U);
  for (const std::string& words : outcome.broken) EXPECT_EQ(words, "-");
}

}  // namespace
}  // namespace windtunnel
