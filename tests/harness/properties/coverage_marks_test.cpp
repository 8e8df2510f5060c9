// Each coverage mark in the smallest program that sets it, and a program that is nearly the same and does
// not.
#include "harness/properties/coverage_marks.hpp"

#include <gtest/gtest.h>
#include <ostream>
#include <string>

#include "harness/core/log_source.hpp"
#include "harness/generator/areas.hpp"
#include "harness/properties/laws/run_state.hpp"
#include "harness/scenario/parser.hpp"
#include "harness/subjects/scenario_subject.hpp"

namespace windtunnel::properties {
namespace {

Marks marks_of(const std::string& body) {
  const std::string text =
      "from datetime import timedelta\n"
      "from tornado import gen, locks, queues, stack_context\n"
      "from tornado.concurrent import Future\n"
      "from tornado.ioloop import IOLoop\n"
      "from windtunnel import log, external, tracing\n"
      "class Boom(Exception):\n    pass\n"
      "def crash(error):\n    raise error\n"
      "def consume(typ, value, tb):\n    return True\n"
      "def pass_on(typ, value, tb):\n    return False\n" +
      body;
  const scenario::Scenario scenario = scenario::parse(text, "mark");
  const subjects::ScenarioSubject subject(scenario);
  const core::ChoiceLog quiet;
  core::LogSource choices(quiet);
  core::Trace trace;
  run(subject.subject(), choices, {}, trace);
  RunState state;
  state.reset(core::SchedulingModel::exact);
  for (const tornado::Event& event : trace.events) state.apply(event);
  return state.marks();
}

/// A coroutine main of these lines.
std::string main_of(const std::string& lines) {
  std::string body = "@gen.coroutine\ndef main():\n";
  for (std::size_t at = 0; at < lines.size();) {
    const std::size_t end = lines.find('\n', at);
    body += "    " + lines.substr(at, end - at) + "\n";
    at = end + 1;
  }
  return body;
}

struct Case {
  Mark mark;
  std::string with;
  std::string without;
};

void PrintTo(const Case& tried, std::ostream* out) {
  *out << name_of(tried.mark);
}

class CoverageMark : public testing::TestWithParam<Case> {};

TEST_P(CoverageMark, IsSetHereAndNotThere) {
  EXPECT_TRUE(marks_of(GetParam().with).has(GetParam().mark));
  EXPECT_FALSE(marks_of(GetParam().without).has(GetParam().mark));
}

Case of(Mark mark, const std::string& with, const std::string& without) {
  return {mark, main_of(with), main_of(without)};
}

std::string swallow(const std::string& lines) {
  std::string text = "try:\n";
  for (std::size_t at = 0; at < lines.size();) {
    const std::size_t end = lines.find('\n', at);
    text += "    " + lines.substr(at, end - at) + "\n";
    at = end + 1;
  }
  return text + "except Exception:\n    pass\n";
}

INSTANTIATE_TEST_SUITE_P(
    Core, CoverageMark,
    testing::Values(of(Mark::timeout_ties,
                       swallow("yield gen.with_timeout(timedelta(seconds=1), gen.sleep(1))\n"),
                       swallow("yield gen.with_timeout(timedelta(seconds=2), gen.sleep(1))\n")),
                    of(Mark::late_failure,
                       "f = Future()\nIOLoop.current().call_later(2, f.set_exception, Boom())\n" +
                           swallow("yield gen.with_timeout(timedelta(seconds=1), f)\n"),
                       "f = Future()\nIOLoop.current().call_later(1, f.set_exception, Boom())\n" +
                           swallow("yield gen.with_timeout(timedelta(seconds=2), f)\n")),
                    of(Mark::same_child_twice, "f = gen.sleep(1)\nyield [f, f]\n",
                       "yield [gen.sleep(1), gen.sleep(1)]\n")));

// One that waits until the time `at`, and a word said at time `when`.
std::string waiting_until(const std::string& object, const std::string& wait, const std::string& word,
                          int when) {
  return "o = " + object + "\nIOLoop.current().call_later(" + std::to_string(when) + ", " + word + ")\n" +
         swallow("yield " + wait + "\n") + "yield gen.sleep(9)\n";
}

const std::string taken = "locks.Semaphore(0)";
const std::string full = "queues.Queue(maxsize=1)\no.put_nowait(1)";
const std::string one_second = "timedelta(seconds=1)";

INSTANTIATE_TEST_SUITE_P(
    Sync, CoverageMark,
    testing::Values(
        of(Mark::acquire_ties, waiting_until(taken, "o.acquire(" + one_second + ")", "o.release", 1),
           waiting_until(taken, "o.acquire(" + one_second + ")", "o.release", 2)),
        of(Mark::notify_ties, waiting_until("locks.Condition()", "o.wait(" + one_second + ")", "o.notify", 1),
           waiting_until("locks.Condition()", "o.wait(" + one_second + ")", "o.notify", 0)),
        of(Mark::get_ties, waiting_until("queues.Queue()", "o.get(" + one_second + ")", "o.put, 1", 1),
           waiting_until("queues.Queue()", "o.get(" + one_second + ")", "o.put, 1", 2)),
        of(Mark::put_ties, waiting_until(full, "o.put(2, " + one_second + ")", "o.get", 1),
           waiting_until(full, "o.put(2, " + one_second + ")", "o.get", 0)),
        of(Mark::expired_acquirer, waiting_until(taken, "o.acquire(" + one_second + ")", "o.release", 2),
           waiting_until(taken, "o.acquire(" + one_second + ")", "o.release", 0)),
        of(Mark::expired_waiter,
           waiting_until("locks.Condition()", "o.wait(" + one_second + ")", "o.notify", 2),
           waiting_until("locks.Condition()", "o.wait(" + one_second + ")", "o.notify", 0)),
        of(Mark::expired_getter, waiting_until("queues.Queue()", "o.get(" + one_second + ")", "o.put, 1", 2),
           waiting_until("queues.Queue()", "o.get(" + one_second + ")", "o.put, 1", 0)),
        of(Mark::expired_putter, waiting_until(full, "o.put(2, " + one_second + ")", "o.get", 2),
           waiting_until(full, "o.put(2, " + one_second + ")", "o.get", 0)),
        of(Mark::passed_expired,
           "o = locks.Condition()\no.wait(" + one_second + ")\no.wait()\nyield gen.sleep(2)\no.notify()\n",
           "o = locks.Condition()\no.wait()\no.wait(" + one_second + ")\nyield gen.sleep(2)\no.notify()\n"),
        of(Mark::waiters_swept,
           "o = locks.Condition()\nfor i in range(120):\n    o.wait(" + one_second +
               ")\nyield gen.sleep(2)\n",
           "o = locks.Condition()\nfor i in range(90):\n    o.wait(" + one_second +
               ")\nyield gen.sleep(2)\n"),
        of(Mark::abandoned_grant,
           waiting_until(taken, "gen.with_timeout(" + one_second + ", o.acquire())", "o.release", 2),
           waiting_until(taken, "o.acquire(" + one_second + ")", "o.release", 2)),
        of(Mark::abandoned_item,
           waiting_until("queues.Queue()", "gen.with_timeout(" + one_second + ", o.get())", "o.put, 1", 2),
           waiting_until("queues.Queue()", "o.get(" + one_second + ")", "o.put, 1", 2)),
        of(Mark::nested_notify,
           "o = locks.Condition()\no.wait().add_done_callback(lambda f: o.notify())\no.notify()\n",
           "o = locks.Condition()\no.wait()\no.notify()\no.notify()\n"),
        of(Mark::nested_notify_of_many,
           "o = locks.Condition()\no.wait().add_done_callback(lambda f: o.notify())\n"
           "for i in range(3):\n    o.wait()\no.notify()\n",
           "o = locks.Condition()\no.wait().add_done_callback(lambda f: o.notify())\n"
           "for i in range(2):\n    o.wait()\no.notify()\n"),
        Case{Mark::cleared_event,
             "o = locks.Event()\n@gen.coroutine\ndef c():\n    yield o.wait()\n" +
                 main_of("c()\no.set()\no.clear()\n"),
             "o = locks.Event()\n@gen.coroutine\ndef c():\n    yield o.wait()\n" +
                 main_of("c()\no.set()\nyield gen.moment\no.clear()\n")}));

INSTANTIATE_TEST_SUITE_P(
    Context, CoverageMark,
    testing::Values(
        of(Mark::context_left_by_error,
           "with stack_context.ExceptionStackContext(consume):\n    raise Boom()\n",
           "with stack_context.ExceptionStackContext(consume):\n    pass\n"),
        of(Mark::error_consumed,
           "with stack_context.ExceptionStackContext(consume):\n    IOLoop.current().add_callback(crash, "
           "Boom())\n",
           "with stack_context.ExceptionStackContext(pass_on):\n    IOLoop.current().add_callback(crash, "
           "Boom())\n"),
        of(Mark::error_passed_on,
           "with stack_context.ExceptionStackContext(pass_on):\n    IOLoop.current().add_callback(crash, "
           "Boom())\n",
           "with stack_context.ExceptionStackContext(consume):\n    IOLoop.current().add_callback(crash, "
           "Boom())\n"),
        of(Mark::deactivated_context,
           "with stack_context.StackContext(tracing(\"a\")) as off:\n    "
           "IOLoop.current().add_callback(log)\noff()\n",
           "with stack_context.StackContext(tracing(\"a\")) as off:\n    IOLoop.current().add_callback(log)\n"
           "yield gen.moment\noff()\n"),
        of(Mark::null_within,
           "with stack_context.StackContext(tracing(\"a\")):\n    with stack_context.NullContext():\n        "
           "log()\n",
           "with stack_context.NullContext():\n    log()\n"),
        of(Mark::yield_within,
           swallow("with stack_context.StackContext(tracing(\"a\")):\n    yield gen.moment\n"),
           "with stack_context.StackContext(tracing(\"a\")):\n    f = gen.sleep(1)\nyield f\n"),
        Case{Mark::resumed_in_contexts,
             "@gen.coroutine\ndef c():\n    yield gen.sleep(1)\n" +
                 main_of("with stack_context.StackContext(tracing(\"a\")):\n    f = c()\nyield f\n"),
             "@gen.coroutine\ndef c():\n    yield gen.sleep(1)\n" + main_of("f = c()\nyield f\n")}));

const std::string with_callback = "done = yield gen.Callback(\"k\")\n";

INSTANTIATE_TEST_SUITE_P(
    Legacy, CoverageMark,
    testing::Values(
        of(Mark::error_enters_wait,
           with_callback + "IOLoop.current().add_callback(crash, Boom())\n" +
               swallow("yield gen.Wait(\"k\")\n"),
           with_callback + "done()\nIOLoop.current().add_callback(crash, Boom())\n" +
               swallow("yield gen.Wait(\"k\")\n")),
        of(Mark::key_reused, with_callback + swallow("yield gen.Callback(\"k\")\n"),
           with_callback + "done()\nyield gen.Wait(\"k\")\nyield gen.Callback(\"k\")\n"),
        of(Mark::key_unknown, swallow("yield gen.Wait(\"k\")\n"),
           with_callback + "done()\nyield gen.Wait(\"k\")\n"),
        of(Mark::called_twice, with_callback + "done()\ndone()\nyield gen.Wait(\"k\")\n",
           with_callback + "done()\nyield gen.Wait(\"k\")\ndone()\n"),
        of(Mark::keys_leaked, with_callback, with_callback + "done()\nyield gen.Wait(\"k\")\n"),
        of(Mark::stale_point,
           with_callback + "IOLoop.current().add_callback(crash, Boom())\n" +
               "try:\n    yield gen.Wait(\"k\")\nexcept Boom:\n    done()\n",
           with_callback + "IOLoop.current().add_callback(crash, Boom())\n" +
               "try:\n    yield gen.Wait(\"k\")\nexcept Boom:\n    pass\n"),
        of(Mark::moment_cut_short,
           with_callback + "IOLoop.current().add_callback(done)\nyield gen.Wait(\"k\")\n" +
               "IOLoop.current().add_callback(log, \"first\")\nyield gen.moment\nlog(\"cut short\")\n",
           with_callback +
               "yield gen.moment\nyield gen.moment\ndone()\nyield gen.Wait(\"k\")\nyield gen.moment\n")));

// Only the timer of a waiter makes it expire.
TEST(CoverageMarks, AWaiterThatWasServedHasNotExpired) {
  const Marks marks =
      marks_of(main_of("o = locks.Semaphore(0)\no.acquire()\no.acquire()\no.release()\no.release()\n"
                       "c = locks.Condition()\nc.wait()\nc.wait()\nc.notify()\nc.notify()\n"));
  EXPECT_FALSE(marks.has(Mark::expired_acquirer));
  EXPECT_FALSE(marks.has(Mark::acquire_ties));
  EXPECT_FALSE(marks.has(Mark::expired_waiter));
  EXPECT_FALSE(marks.has(Mark::notify_ties));
  EXPECT_FALSE(marks.has(Mark::passed_expired));
}

// What is not tried above is never seen to fail.
TEST(CoverageMarks, EachHasItsPrograms) {
  const testing::UnitTest& all = *testing::UnitTest::GetInstance();
  int tests = 0;
  for (int at = 0; at < all.total_test_suite_count(); ++at) {
    const testing::TestSuite& suite = *all.GetTestSuite(at);
    if (std::string(suite.name()).ends_with("/CoverageMark")) tests += suite.total_test_count();
  }
  EXPECT_EQ(static_cast<std::size_t>(tests), mark_count);
}

TEST(CoverageMarks, AreCountedByRunsAndAreas) {
  Marks marks;
  marks.add(Mark::timeout_ties);
  marks.add(Mark::keys_leaked);
  MarkCounts counts;
  counts.count(marks);
  counts.count({});
  MarkCounts twice = counts;
  twice += counts;
  std::uint64_t core = 0;
  twice.for_each(generator::Area::core, [&](Mark, std::uint64_t runs) { core += runs; });
  std::uint64_t all = 0;
  twice.for_each(generator::all_areas, [&](Mark, std::uint64_t runs) { all += runs; });
  EXPECT_EQ(core, 2U);
  EXPECT_EQ(all, 4U);
}

}  // namespace
}  // namespace windtunnel::properties
