#include "harness/shrink/shrinker.hpp"

#include <algorithm>
#include <gtest/gtest.h>
#include <vector>

#include "harness/scenario/printer.hpp"
#include "harness/shrink/edits.hpp"
#include "harness/subjects/cpp_subjects.hpp"
#include "tests/harness/properties/planted.hpp"

namespace windtunnel::shrink {
namespace {

using tornado::EventKind;

struct Shrunk {
  core::Failure before;
  core::Failure after;
  ShrinkReport report;
};

// Shrinks the first programs of many seeds that the verdict finds something in.
std::vector<Shrunk> shrink_some(properties::Judge& judge, std::size_t count) {
  std::vector<Shrunk> all;
  for (std::uint64_t seed = 0; all.size() < count && seed < 20'000; ++seed) {
    std::optional<core::Failure> found = failure_in(properties::generated(seed), judge, seed);
    if (!found) continue;
    Shrunk shrunk{*found, *found, {}};
    shrunk.report = shrink(shrunk.after, judge);
    all.push_back(std::move(shrunk));
  }
  EXPECT_EQ(all.size(), count);
  return all;
}

std::size_t median_lines(const std::vector<Shrunk>& all) {
  std::vector<std::size_t> sizes;
  for (const Shrunk& shrunk : all) {
    const std::string text = print(*shrunk.after.program);
    sizes.push_back(static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')));
  }
  std::sort(sizes.begin(), sizes.end());
  return sizes.empty() ? 0 : sizes[sizes.size() / 2];
}

std::shared_ptr<properties::Judge> third_timer() {
  return properties::planted_event(EventKind::timer_begin,
                                   [](const tornado::Event& event) { return event.id >= 3; });
}

std::shared_ptr<properties::Judge> failed_task() {
  return properties::planted_event(EventKind::task_end,
                                   [](const tornado::Event& event) { return event.other != 0; });
}

std::shared_ptr<properties::Judge> second_external() {
  return properties::planted_event(EventKind::external_begin,
                                   [](const tornado::Event& event) { return event.id == 2; });
}

TEST(Shrinker, WhatItGivesStillFailsAndIsNoLarger) {
  for (const auto& judge : {third_timer(), failed_task(), second_external()}) {
    for (const Shrunk& shrunk : shrink_some(*judge, 15)) {
      core::Trace trace;
      const std::string text = print(*shrunk.after.program);
      const std::optional<core::Violation> violation =
          judged(scenario::parse(text, "shrunk"), shrunk.after.schedule, *judge, trace);
      ASSERT_TRUE(violation) << text;
      EXPECT_EQ(*violation, shrunk.after.violation) << text;
      EXPECT_LE(weight(*shrunk.after.program), weight(*shrunk.before.program));
      EXPECT_LE(shrunk.report.runs, ShrinkLimits().runs);
    }
  }
}

// A rule may look at the program too: it is given the candidate whose trace it judges.
TEST(Shrinker, ARuleOverTheProgramSeesTheOneThatRan) {
  std::size_t asked = 0;
  const auto rule = third_timer();
  const auto judge = properties::judge_by([&](const core::Trace& trace, const scenario::Scenario* program) {
    ++asked;
    core::Trace again;
    judged(*program, trace.schedule, *rule, again);
    EXPECT_EQ(again.full_text(), trace.full_text());
    return rule->judge(trace, program);
  });
  for (const Shrunk& shrunk : shrink_some(*third_timer(), 3)) {
    core::Failure found = shrunk.before;
    const ShrinkReport report = shrink(found, *judge);
    EXPECT_EQ(report.runs, shrunk.report.runs);
    EXPECT_EQ(print(*found.program), print(*shrunk.after.program));
  }
  EXPECT_GT(asked, 100U);
}

TEST(Shrinker, ShrinkingAgainChangesNothing) {
  for (Shrunk& shrunk : shrink_some(*failed_task(), 15)) {
    core::Failure again = shrunk.after;
    const ShrinkReport report = shrink(again, *failed_task());
    EXPECT_EQ(report.accepted, 0U);
    EXPECT_EQ(print(*again.program), print(*shrunk.after.program));
    EXPECT_EQ(again.schedule, shrunk.after.schedule);
  }
}

TEST(Shrinker, IsDeterministic) {
  for (const Shrunk& shrunk : shrink_some(*second_external(), 10)) {
    core::Failure again = shrunk.before;
    const ShrinkReport report = shrink(again, *second_external());
    EXPECT_EQ(report.runs, shrunk.report.runs);
    EXPECT_EQ(print(*again.program), print(*shrunk.after.program));
    EXPECT_EQ(again.schedule, shrunk.after.schedule);
  }
}

TEST(Shrinker, EndsWithinItsBudgetAndWhatItHasThenFails) {
  for (const Shrunk& shrunk : shrink_some(*third_timer(), 5)) {
    for (const std::uint32_t budget : {0U, 1U, 2U, 10U, 50U}) {
      core::Failure found = shrunk.before;
      EXPECT_LE(shrink(found, *third_timer(), {.runs = budget}).runs, budget);
      core::Trace trace;
      EXPECT_TRUE(judged(*found.program, found.schedule, *third_timer(), trace));
    }
  }
}

TEST(Shrinker, EndsWhenItsTimeIsOverAndWhatItHasThenFails) {
  for (const Shrunk& shrunk : shrink_some(*third_timer(), 3)) {
    core::Failure found = shrunk.before;
    EXPECT_EQ(shrink(found, *third_timer(), {.time = std::chrono::seconds(0)}).runs, 0U);
    EXPECT_EQ(print(*found.program), print(*shrunk.before.program));
    core::Failure later = shrunk.before;
    const ShrinkReport report = shrink(later, *third_timer(), {.time = std::chrono::hours(1)});
    EXPECT_EQ(report.runs, shrunk.report.runs) << "time that is not over changes nothing";
    core::Trace trace;
    EXPECT_TRUE(judged(*found.program, found.schedule, *third_timer(), trace));
  }
}

TEST(Shrinker, LeavesASmallProgram) {
  EXPECT_LE(median_lines(shrink_some(*third_timer(), 21)), 8U);
  EXPECT_LE(median_lines(shrink_some(*failed_task(), 21)), 8U);
  EXPECT_LE(median_lines(shrink_some(*second_external(), 21)), 8U);
}

std::string shrunk_text(std::string_view text, properties::Judge& judge) {
  std::optional<core::Failure> found = failure_in(scenario::parse(text, "test"), judge, 1);
  if (!found) return "does not fail";
  shrink(*found, judge);
  return "schedule " + to_text(found->schedule) + "\n" + print(*found->program);
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
  EXPECT_EQ(shrunk_text(text, *properties::planted_line("BOOM", 2)), R"(schedule -
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
  const auto out_of_order =
      properties::judge_by([](const core::Trace& trace) -> std::optional<core::Violation> {
        std::uint32_t last = 0;
        for (const tornado::Event& event : trace.events) {
          if (event.kind != EventKind::external_begin) continue;
          if (event.id < last) return core::Violation{properties::planted_law, 0, "out of order"};
          last = event.id;
        }
        return std::nullopt;
      });
  core::Failure found;
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    if (auto in = failure_in(scenario::parse(text, "test"), *out_of_order, seed)) found = *in;
  }
  ASSERT_FALSE(found.schedule.choices.empty());
  shrink(found, *out_of_order);
  std::uint32_t sum = 0;
  for (const core::Choice& choice : found.schedule.choices.choices()) sum += choice.index;
  EXPECT_EQ(sum, 1U) << to_text(found.schedule);
  EXPECT_EQ(found.schedule.choices.size(), 1U) << to_text(found.schedule);
}

TEST(Shrinker, MakesTheChoicesOfASubjectInCppFew) {
  const auto judge = properties::planted_event(EventKind::periodic_stop,
                                               [](const tornado::Event& event) { return event.id == 2; });
  std::size_t shrunk = 0;
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    core::Failure found;
    found.subject = *subjects::find_cpp_subject("periodic");
    core::SeededSource choices(seed);
    core::Trace trace;
    const std::optional<core::Violation> violation = run_and_judge(found.subject, choices, {}, *judge, trace);
    if (!violation) continue;
    ++shrunk;
    found.schedule = trace.schedule;
    found.violation = *violation;
    shrink(found, *judge);
    EXPECT_TRUE(run(found, *judge, trace));
    // Two periodics: the choice of their number is the only one that is needed.
    EXPECT_EQ(to_text(found.schedule), "answer value periodic/count#1 with 1/3");
  }
  EXPECT_GT(shrunk, 10U);
}

TEST(Shrinker, DoesNotSearchForWhatDiffersFromRunToRun) {
  core::Failure found;
  static_cast<core::Case&>(found) = subjects::case_of(properties::generated(1));
  found.violation = {rules::nondeterminism, 0, ""};
  properties::NoJudge nothing;
  EXPECT_EQ(shrink(found, nothing).runs, 0U);
}

// A run that does not end takes as long as its limit says, so candidates run under a lower one.
TEST(Shrinker, TriesRunsWithoutEndUnderALowLimit) {
  static std::uint64_t phases = 0;
  core::Failure found;
  found.subject = {
      [](const void*, tornado::ChoiceSource& choices, const core::RunOptions& options, core::Trace& trace) {
        std::uint32_t set = 0;
        for (int at = 0; at < 20; ++at)
          set += choices.choose({tornado::ChoiceKind::value, 3, "spin"}) != 0 ? 1U : 0U;
        trace.livelock = set >= 2;
        phases += trace.livelock ? options.phase_limit : 1;
      },
      nullptr, core::local_guarantees};
  for (int at = 0; at < 20; ++at) found.schedule.choices.append({tornado::ChoiceKind::value, 3, 2});
  found.violation = {rules::livelock, 0, ""};
  const ShrinkReport report = shrink(found, *properties::judge_of(rules::livelock, core::local_guarantees));
  EXPECT_EQ(found.phase_limit, core::default_phase_limit);
  EXPECT_GT(report.runs, 10U);
  EXPECT_LT(phases, (report.accepted + 2) * core::default_phase_limit + report.runs * 1000);
  core::Trace trace;
  EXPECT_TRUE(run(found, *properties::judge_of(rules::livelock, core::local_guarantees), trace));
}

TEST(Shrinker, EndsWithItsTime) {
  for (const Shrunk& shrunk : shrink_some(*third_timer(), 1)) {
    core::Failure found = shrunk.before;
    EXPECT_EQ(shrink(found, *third_timer(), {.time = std::chrono::seconds(0)}).runs, 0U);
    core::Trace trace;
    EXPECT_TRUE(run(found, *third_timer(), trace));
  }
}

}  // namespace
}  // namespace windtunnel::shrink
