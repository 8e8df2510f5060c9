#include "harness/findings/await_graph.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/core/log_source.hpp"
#include "harness/scenario/parser.hpp"
#include "harness/subjects/scenario_subject.hpp"

namespace windtunnel::findings {
namespace {

constexpr const char* imports =
    "from datetime import timedelta\nfrom tornado import gen, locks, queues\nfrom tornado.concurrent import "
    "Future\n"
    "from tornado.ioloop import IOLoop\nfrom windtunnel import log\n\n";

std::string of(const std::string& program) {
  const scenario::Scenario scenario = scenario::parse(imports + program, "x.py");
  const subjects::ScenarioSubject subject(scenario);
  const core::ChoiceLog none;
  core::LogSource choices(none);
  core::RunOptions options;
  options.name_things = true;
  core::Trace trace;
  run(subject.subject(), choices, options, trace);
  return who_awaits_whom(trace);
}

struct Row {
  const char* name;
  const char* program;
  const char* cycle;  // what is said of it; null: there is none
};

// In the first and second, everything stands still; in the third, others go on and end.
constexpr Row rows[] = {
    {"two locks in two orders",
     "a = locks.Lock()\nb = locks.Lock()\n\n\n"
     "@gen.coroutine\ndef left():\n    yield a.acquire()\n    yield gen.moment\n    yield b.acquire()\n\n\n"
     "@gen.coroutine\ndef right():\n    yield b.acquire()\n    yield gen.moment\n    yield a.acquire()\n\n\n"
     "@gen.coroutine\ndef main():\n    yield [left(), right()]\n",
     "a cycle: left -> lock 2 -> right -> lock 1 -> left\n"},
    {"a lock that its own task has",
     "a = locks.Lock()\n\n\n@gen.coroutine\ndef main():\n    yield a.acquire()\n    yield a.acquire()\n",
     "a cycle: main -> lock 1 -> main\n"},
    {"two of three, while the third goes on",
     "a = locks.Lock()\nb = locks.Lock()\n\n\n"
     "@gen.coroutine\ndef left():\n    yield a.acquire()\n    yield gen.moment\n    yield b.acquire()\n\n\n"
     "@gen.coroutine\ndef right():\n    yield b.acquire()\n    yield gen.moment\n    yield a.acquire()\n\n\n"
     "@gen.coroutine\ndef main():\n    left()\n    right()\n    yield gen.sleep(5)\n    log(\"done\")\n",
     "a cycle: left -> lock 2 -> right -> lock 1 -> left\n"},
    {"a lock that is given back",
     "a = locks.Lock()\n\n\n@gen.coroutine\ndef user():\n    yield a.acquire()\n    yield gen.moment\n"
     "    a.release()\n\n\n@gen.coroutine\ndef main():\n    yield [user(), user()]\n",
     nullptr},
    {"a future that nobody sets", "@gen.coroutine\ndef main():\n    yield Future()\n", nullptr},
    {"a chain without a cycle",
     "@gen.coroutine\ndef last():\n    yield Future()\n\n\n@gen.coroutine\ndef middle():\n    yield "
     "last()\n\n\n"
     "@gen.coroutine\ndef main():\n    yield middle()\n",
     nullptr},
    {"nobody waits", "@gen.coroutine\ndef main():\n    yield gen.sleep(1)\n", nullptr},
};

TEST(AwaitGraph, SaysWhichTasksAwaitEachOther) {
  for (const Row& row : rows) {
    const std::string words = of(row.program);
    if (row.cycle != nullptr) {
      EXPECT_THAT(words, testing::HasSubstr(row.cycle)) << row.name;
    } else {
      EXPECT_THAT(words, testing::Not(testing::HasSubstr("a cycle"))) << row.name;
    }
  }
}

TEST(AwaitGraph, SaysWhoWaitsForWhat) {
  EXPECT_EQ(of(rows[6].program), "");
  EXPECT_THAT(of(rows[4].program),
              testing::MatchesRegex("main waits for future [0-9]+, which nobody sets\n"));
  const std::string chain = of(rows[5].program);
  EXPECT_THAT(chain,
              testing::HasSubstr("main waits for middle\nmiddle waits for last\nlast waits for future "));
}

struct ThingRow {
  const char* program;
  const char* words;
};

// One coroutine waits for each kind of thing; where another one could end the wait, it is named.
const ThingRow things[] = {
    {"e = locks.Event()\n\n\n@gen.coroutine\ndef main():\n    yield e.wait()\n",
     "main waits for event 1, which nobody sets\n"},
    {"e = locks.Event()\n\n\n@gen.coroutine\ndef helper():\n    e.set()\n    e.clear()\n    yield "
     "Future()\n\n\n"
     "@gen.coroutine\ndef main():\n    helper()\n    yield e.wait()\n",
     "main waits for event 1, which helper has set or cleared before\n"},
    {"e = locks.Event()\n\n\n@gen.coroutine\ndef main():\n    yield e.wait(timedelta(seconds=1))\n", ""},
    {"c = locks.Condition()\n\n\n@gen.coroutine\ndef main():\n    c.notify()\n    yield c.wait()\n",
     "main waits for condition 1, which nobody notifies\n"},
    {"c = locks.Condition()\n\n\n@gen.coroutine\ndef helper():\n    c.notify()\n    yield Future()\n\n\n"
     "@gen.coroutine\ndef main():\n    helper()\n    yield c.wait()\n",
     "main waits for condition 1, which helper has notified before\n"},
    {"s = locks.Semaphore(2)\n\n\n@gen.coroutine\ndef main():\n    yield s.acquire()\n    yield "
     "s.acquire()\n    "
     "yield s.acquire()\n",
     "main waits for semaphore 1, a permit of which main has\n"},
    {"a = locks.Lock()\n\n\n@gen.coroutine\ndef forgets():\n    yield a.acquire()\n\n\n"
     "@gen.coroutine\ndef main():\n    forgets()\n    yield gen.sleep(1)\n    yield a.acquire()\n",
     "main waits for lock 1, which "},
    {"q = queues.Queue(1)\n\n\n@gen.coroutine\ndef main():\n    yield q.put(1)\n    yield q.put(2)\n",
     "main waits for room in queue 1, from which nobody takes one\n"},
    {"q = queues.Queue()\n\n\n@gen.coroutine\ndef maker():\n    yield q.put(1)\n    yield Future()\n\n\n"
     "@gen.coroutine\ndef main():\n    maker()\n    yield q.get()\n    yield q.get()\n",
     "main waits for an item of queue 1, into which maker has put items before\n"},
};

TEST(AwaitGraph, NamesEachKindOfThingAndWhoCouldEndTheWait) {
  for (const ThingRow& thing : things)
    EXPECT_THAT(of(thing.program), testing::StartsWith(thing.words)) << thing.program;
}

// An application that holds a lock while it fetches; the fetch waits for the coordinator, and so on.
TEST(AwaitGraph, ClosesACycleThroughEventsTasksAndLocks) {
  EXPECT_THAT(of("lock = locks.Lock()\nassigned = locks.Event()\n\n\n"
                 "@gen.coroutine\ndef listener():\n    yield lock.acquire()\n    lock.release()\n\n\n"
                 "@gen.coroutine\ndef coordinator():\n    assigned.set()\n    assigned.clear()\n"
                 "    yield gen.sleep(1)\n    yield listener()\n    assigned.set()\n\n\n"
                 "@gen.coroutine\ndef fetcher():\n    yield lock.acquire()\n    yield assigned.wait()\n"
                 "    lock.release()\n\n\n"
                 "@gen.coroutine\ndef main():\n    yield [coordinator(), fetcher()]\n"),
              testing::HasSubstr(
                  "a cycle: coordinator -> listener -> lock 1 -> fetcher -> event 1 -> coordinator\n"));
}

TEST(AwaitGraph, AStepOfAWorldWaitsForItsTurnAndForNobody) {
  core::Trace trace;
  trace.events.record(tornado::EventKind::task_begin, 1, 2);
  trace.events.record(tornado::EventKind::task_yield, 1, 0,
                      static_cast<std::uint8_t>(tornado::YieldKind::waiting));
  EXPECT_EQ(who_awaits_whom(trace), "task 1 waits for its turn\n");
  trace.names.waits[1] = {"pool.cpp:12", "the mutex", {1}, false};
  EXPECT_EQ(who_awaits_whom(trace),
            "task 1 waits for the mutex, which task 1 has, at pool.cpp:12\n"
            "a cycle: task 1 -> the mutex -> task 1\n");
  trace.names.waits[1].daemon = true;
  EXPECT_EQ(who_awaits_whom(trace), "");
}

TEST(AwaitGraph, ACycleIsFoundOnce) {
  const std::vector<Waiting> waiting = {{1, 9, "", {{2, "a"}}},
                                        {2, 9, "", {{3, "a"}}},
                                        {3, 9, "", {{1, ""}, {1, "b"}, {4, ""}}},
                                        {4, 9, "", {{3, ""}}},
                                        {5, 9, "", {{1, ""}}}};
  EXPECT_THAT(cycles_of(waiting),
              testing::ElementsAre(testing::ElementsAre(1U, 2U, 3U), testing::ElementsAre(3U, 4U)));
  EXPECT_TRUE(cycles_of({}).empty());
}

}  // namespace
}  // namespace windtunnel::findings
