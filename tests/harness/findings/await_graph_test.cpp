#include "harness/findings/await_graph.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/core/log_source.hpp"
#include "harness/scenario/parser.hpp"
#include "harness/subjects/scenario_subject.hpp"

namespace windtunnel::findings {
namespace {

constexpr const char* imports =
    "from datetime import timedelta\nfrom tornado import gen, locks\nfrom tornado.concurrent import Future\n"
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
     "(left), which awaits task 3 (right), which awaits task 2 (left)\n"},
    {"a lock that its own task has",
     "a = locks.Lock()\n\n\n@gen.coroutine\ndef main():\n    yield a.acquire()\n    yield a.acquire()\n",
     "a cycle: task 1 (main), which awaits task 1 (main)\n"},
    {"two of three, while the third goes on",
     "a = locks.Lock()\nb = locks.Lock()\n\n\n"
     "@gen.coroutine\ndef left():\n    yield a.acquire()\n    yield gen.moment\n    yield b.acquire()\n\n\n"
     "@gen.coroutine\ndef right():\n    yield b.acquire()\n    yield gen.moment\n    yield a.acquire()\n\n\n"
     "@gen.coroutine\ndef main():\n    left()\n    right()\n    yield gen.sleep(5)\n    log(\"done\")\n",
     "(left), which awaits task 3 (right), which awaits task 2 (left)\n"},
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
              testing::MatchesRegex("task 1 \\(main\\) awaits future [0-9]+, which nobody sets\n"));
  const std::string chain = of(rows[5].program);
  EXPECT_THAT(
      chain, testing::HasSubstr("task 1 (main) awaits task 2 (middle)\ntask 2 (middle) awaits task 3 (last)\n"
                                "task 3 (last) awaits future "));
}

TEST(AwaitGraph, AStepOfAWorldWaitsForItsTurnAndForNobody) {
  core::Trace trace;
  trace.events.record(tornado::EventKind::task_begin, 1, 2);
  trace.events.record(tornado::EventKind::task_yield, 1, 0,
                      static_cast<std::uint8_t>(tornado::YieldKind::waiting));
  EXPECT_EQ(who_awaits_whom(trace), "task 1 waits for its turn\n");
}

TEST(AwaitGraph, ACycleIsFoundOnce) {
  const std::vector<Waiting> waiting = {{1, 9, {2}}, {2, 9, {3}}, {3, 9, {1, 4}}, {4, 9, {3}}, {5, 9, {1}}};
  EXPECT_THAT(cycles_of(waiting),
              testing::ElementsAre(testing::ElementsAre(1U, 2U, 3U), testing::ElementsAre(3U, 4U)));
  EXPECT_TRUE(cycles_of({}).empty());
}

}  // namespace
}  // namespace windtunnel::findings
