#include "harness/findings/annotate.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/core/log_source.hpp"
#include "harness/core/seeded_source.hpp"
#include "harness/scenario/parser.hpp"
#include "harness/subjects/cpp_subjects.hpp"
#include "harness/subjects/scenario_subject.hpp"
#include "tests/harness/properties/planted.hpp"

namespace windtunnel::findings {
namespace {

using testing::HasSubstr;

constexpr std::string_view small = R"(from tornado import gen
from tornado.concurrent import Future
from windtunnel import log, external

f0 = Future()
external(f0.set_exception, ValueError("no"))

@gen.coroutine
def main():
    try:
        yield f0
    except ValueError as e:
        log("caught", e)
)";

void run_small(core::Trace& trace) {
  const scenario::Scenario scenario = scenario::parse(small, "test");
  const subjects::ScenarioSubject subject(scenario);
  const core::ChoiceLog quiet;
  core::LogSource choices(quiet);
  core::RunOptions options;
  options.name_things = true;
  run(subject.subject(), choices, options, trace);
}

TEST(Annotate, TellsARunInWordsWithTheViolationInItsPlace) {
  core::Trace trace;
  run_small(trace);
  EXPECT_EQ(annotate(trace, core::Violation{"V1", 11, "it is only a test"}), R"(     0 callback 1 is queued
     1 the loop starts
     2 iteration: 1 callbacks, 0 timers due
     3 callback 1 runs
     4 external event 1 is registered
     5 task 1 (main) begins; its result will be future 2
     6 task 1 (main) waits for future 1 (f0)
     7 future 1 (f0) gets callback f1
     8 future 2 gets callback f2
     9 callback 1 ends
    10 I/O phase
>   11 external event 1 is delivered
>      V1 is broken here: it is only a test
    12 future 1 (f0) fails with ValueError(no)
    13 future 1 (f0) runs its callback f1
    14 callback 2 is queued
    15 future 1 (f0)'s callback ends
    16 external event 1 ends
    17 iteration: 1 callbacks, 0 timers due
    18 callback 2 runs
    19 task 1 (main) is resumed by raising ValueError(no)
    20 future 1 (f0)'s exception ValueError(no) is looked at
0 log caught ValueError(no)
    21 task 1 (main) returns
    22 future 2 gets its result
    23 future 2 runs its callback f2
0 return None
    24 future 2's callback ends
    25 callback 2 ends
    26 I/O phase
    27 idle: nothing is left to do
    28 the loop returns
    29 the loop is closed; what is left is dropped
)");
}

TEST(Annotate, LeavesOutWhatIsFarAway) {
  core::Trace trace;
  run_small(trace);
  EXPECT_EQ(annotate(trace, core::Violation{"V1", 11, "x"}, 3),
            R"(       (the first 8 events and 0 lines are left out)
     8 future 2 gets callback f2
     9 callback 1 ends
    10 I/O phase
>   11 external event 1 is delivered
>      V1 is broken here: x
       (18 more events, and more lines)
)");
}

TEST(Annotate, ABreachWithoutAnEventIsShownAtTheEnd) {
  core::Trace trace;
  run_small(trace);
  const std::string text = annotate(trace, core::Violation{"no-escape", trace.events.size(), "lost"}, 4);
  EXPECT_THAT(text, HasSubstr("(the first 26 events and 2 lines are left out)\n"));
  EXPECT_TRUE(text.ends_with("dropped\n> no-escape is broken at the end: lost\n")) << text;
  core::Trace nothing;
  EXPECT_EQ(annotate(nothing, core::Violation{"no-escape", 0, "lost"}),
            "> no-escape is broken at the end: lost\n");
  EXPECT_EQ(annotate(nothing, std::nullopt), "");
}

TEST(Annotate, HasAllEventsAndLinesOfAShortRunOnceEach) {
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    const scenario::Scenario scenario = properties::generated(seed);
    const subjects::ScenarioSubject subject(scenario);
    core::SeededSource choices(seed);
    core::RunOptions options;
    options.name_things = true;
    core::Trace trace;
    run(subject.subject(), choices, options, trace);
    const std::string text = annotate(trace, std::nullopt, 100'000);
    const auto lines = std::count(text.begin(), text.end(), '\n');
    const auto event_lines = std::count(trace.text.begin(), trace.text.end(), '\n');
    EXPECT_EQ(static_cast<std::size_t>(lines), trace.events.size() + static_cast<std::size_t>(event_lines));
  }
}

}  // namespace
}  // namespace windtunnel::findings
