#include "harness/check/shrinker.hpp"

#include <algorithm>
#include <gtest/gtest.h>
#include <vector>

#include "harness/check/edits.hpp"
#include "harness/scenario/printer.hpp"
#include "harness/subjects/native_subjects.hpp"
#include "tests/harness/check/planted.hpp"

namespace windtunnel {
namespace {

using tornado::EventKind;

struct Shrunk {
  Counterexample before;
  Counterexample after;
  ShrinkReport report;
};

// Shrinks the first programs of many seeds that the verdict finds something in.
std::vector<Shrunk> shrink_some(const Verdict& verdict, std::size_t count) {
  std::vector<Shrunk> all;
  for (std::uint64_t seed = 0; all.size() < count && seed < 20'000; ++seed) {
    std::optional<Counterexample> found = counterexample_in(generated(seed), verdict, seed);
    if (!found) continue;
    Shrunk shrunk{*found, *found, {}};
    shrunk.report = shrink(shrunk.after, verdict);
    all.push_back(std::move(shrunk));
  }
  EXPECT_EQ(all.size(), count);
  return all;
}

std::size_t median_lines(const std::vector<Shrunk>& all) {
  std::vector<std::size_t> sizes;
  for (const Shrunk& shrunk : all) {
    const std::string text = print(shrunk.after.scenario);
    sizes.push_back(static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')));
  }
  std::sort(sizes.begin(), sizes.end());
  return sizes.empty() ? 0 : sizes[sizes.size() / 2];
}

Verdict third_timer() {
  return planted_event(EventKind::timer_begin, [](const tornado::Event& event) { return event.id >= 3; });
}

Verdict failed_task() {
  return planted_event(EventKind::task_end, [](const tornado::Event& event) { return event.other != 0; });
}

Verdict second_external() {
  return planted_event(EventKind::external_begin, [](const tornado::Event& event) { return event.id == 2; });
}

TEST(Shrinker, WhatItGivesStillFailsAndIsNoLarger) {
  for (const Verdict& verdict : {third_timer(), failed_task(), second_external()}) {
    for (const Shrunk& shrunk : shrink_some(verdict, 15)) {
      Trace trace;
      const std::string text = print(shrunk.after.scenario);
      const std::optional<Breach> breach =
          judged(parse(text, "shrunk"), shrunk.after.schedule, verdict, trace);
      ASSERT_TRUE(breach) << text;
      EXPECT_EQ(*breach, shrunk.after.breach) << text;
      EXPECT_LE(weight(shrunk.after.scenario), weight(shrunk.before.scenario));
      EXPECT_LE(shrunk.report.runs, most_shrink_runs);
    }
  }
}

// A rule may look at the program too: it is given the candidate whose trace it judges.
TEST(Shrinker, ARuleOverTheProgramSeesTheOneThatRan) {
  std::size_t asked = 0;
  const ProgramVerdict verdict = [&](const Scenario& program, const Trace& trace,
                                     Freedom freedom) -> std::optional<Breach> {
    ++asked;
    Trace again;
    judged(program, trace.schedule, third_timer(), again);
    EXPECT_EQ(again.full_text(), trace.full_text());
    return third_timer()(trace, freedom);
  };
  for (const Shrunk& shrunk : shrink_some(third_timer(), 3)) {
    Counterexample found = shrunk.before;
    const ShrinkReport report = shrink(found, verdict);
    EXPECT_EQ(report.runs, shrunk.report.runs);
    EXPECT_EQ(print(found.scenario), print(shrunk.after.scenario));
  }
  EXPECT_GT(asked, 100U);
}

TEST(Shrinker, ShrinkingAgainChangesNothing) {
  for (Shrunk& shrunk : shrink_some(failed_task(), 15)) {
    Counterexample again = shrunk.after;
    const ShrinkReport report = shrink(again, failed_task());
    EXPECT_EQ(report.accepted, 0U);
    EXPECT_EQ(print(again.scenario), print(shrunk.after.scenario));
    EXPECT_EQ(again.schedule, shrunk.after.schedule);
  }
}

TEST(Shrinker, IsDeterministic) {
  for (const Shrunk& shrunk : shrink_some(second_external(), 10)) {
    Counterexample again = shrunk.before;
    const ShrinkReport report = shrink(again, second_external());
    EXPECT_EQ(report.runs, shrunk.report.runs);
    EXPECT_EQ(print(again.scenario), print(shrunk.after.scenario));
    EXPECT_EQ(again.schedule, shrunk.after.schedule);
  }
}

TEST(Shrinker, EndsWithinItsBudgetAndWhatItHasThenFails) {
  for (const Shrunk& shrunk : shrink_some(third_timer(), 5)) {
    for (const std::uint32_t budget : {0U, 1U, 2U, 10U, 50U}) {
      Counterexample found = shrunk.before;
      EXPECT_LE(shrink(found, third_timer(), budget).runs, budget);
      Trace trace;
      EXPECT_TRUE(judged(found.scenario, found.schedule, third_timer(), trace));
    }
  }
}

TEST(Shrinker, LeavesASmallProgram) {
  EXPECT_LE(median_lines(shrink_some(third_timer(), 21)), 8U);
  EXPECT_LE(median_lines(shrink_some(failed_task(), 21)), 8U);
  EXPECT_LE(median_lines(shrink_some(second_external(), 21)), 8U);
}

std::string shrunk_text(std::string_view text, const Verdict& verdict) {
  std::optional<Counterexample> found = counterexample_in(parse(text, "test"), verdict, 1);
  if (!found) return "does not fail";
  shrink(*found, verdict);
  return "schedule " + to_text(found->schedule) + "\n" + print(found->scenario);
}

TEST(Shrinker, ReachesTheMinimalProgram) {
  const std::string_view text = R"(from tornado import gen
from tornado.concurrent import Future
from tornado.ioloop import IOLoop
from windtunnel import log, external

f0 = Future()
external(f0.set_result, 3)

@gen.coroutine
def worker(name, delay):
    try:
        for i in range(3):
            yield gen.sleep(delay)
            log("tick", i)
        if f0.done():
            log("BOOM", name)
    finally:
        log("bye")
    return 7

@gen.coroutine
def main():
    a = worker("a", 2.75)
    b = yield [a, gen.moment, gen.maybe_future(None)]
    log(b)
)";
  EXPECT_EQ(shrunk_text(text, planted_line("BOOM", 2)), R"(schedule -
from tornado import gen
from windtunnel import log

@gen.coroutine
def main():
    yield gen.sleep(2)
    log("BOOM")
)");
}

TEST(Shrinker, KeepsTheChoicesThatMatterAndNoOthers) {
  const std::string_view text = R"(from windtunnel import log, external

external(log, "a")
external(log, "b")
external(log, "c")
external(log, "d")

def main():
    pass
)";
  // The event that was registered second comes first: one choice other than 0.
  const Verdict out_of_order = [](const Trace& trace, Freedom) -> std::optional<Breach> {
    std::uint32_t last = 0;
    for (const tornado::Event& event : trace.events) {
      if (event.kind != EventKind::external_begin) continue;
      if (event.id < last) return Breach{planted_law, 0, "out of order"};
      last = event.id;
    }
    return std::nullopt;
  };
  Counterexample found;
  found.scenario = parse(text, "test");
  found.breach = {planted_law, 0, ""};
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    if (auto in = counterexample_in(found.scenario, out_of_order, seed)) found = *in;
  }
  ASSERT_FALSE(found.schedule.empty());
  shrink(found, out_of_order);
  std::uint32_t sum = 0;
  for (const Choice& choice : found.schedule.choices()) sum += choice.index;
  EXPECT_EQ(sum, 1U) << to_text(found.schedule);
  EXPECT_EQ(found.schedule.size(), 1U) << to_text(found.schedule);
}

TEST(Shrinker, MakesTheChoicesOfANativeSubjectFew) {
  const Verdict verdict =
      planted_event(EventKind::periodic_stop, [](const tornado::Event& event) { return event.id == 2; });
  const Subject native = *find_native_subject("periodic");
  std::size_t shrunk = 0;
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    SeededSource choices(seed);
    Trace trace;
    const std::optional<Breach> breach = judge(native, choices, {}, verdict, trace);
    if (!breach) continue;
    ++shrunk;
    Counterexample found;
    found.subject = "periodic";
    found.schedule = trace.schedule;
    found.breach = *breach;
    shrink(found, verdict);
    LogSource again(found.schedule);
    EXPECT_TRUE(judge(native, again, {}, verdict, trace));
    // Two periodics: the choice of their number is the only one that is needed.
    EXPECT_EQ(to_text(found.schedule), "value:1/3");
  }
  EXPECT_GT(shrunk, 10U);
}

TEST(Shrinker, DoesNotSearchForWhatDiffersFromRunToRun) {
  Counterexample found;
  found.scenario = generated(1);
  found.breach = {nondeterminism, 0, ""};
  EXPECT_EQ(shrink(found).runs, 0U);
}

}  // namespace
}  // namespace windtunnel
