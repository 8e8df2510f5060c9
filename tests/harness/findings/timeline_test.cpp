#include "harness/findings/timeline.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace windtunnel::findings {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

void fill_two_tasks(core::Trace& trace) {
  trace.steps.add_task("a", 0);
  trace.steps.add_task("b", 0);
  trace.names.lines = {{"0", 1, "reads x: 0", "counter.cpp:8"},
                       {"0.001", 2, "reads x: 0", "counter.cpp:8"},
                       {"0.001", 0, "breaks check", "counter.cpp:20"}};
}

TEST(Timeline, HasAColumnForEachTask) {
  core::Trace trace;
  fill_two_tasks(trace);
  EXPECT_EQ(
      timeline(trace),
      "time (s)   main                           a                           b\n"
      "0                                         reads x: 0  counter.cpp:8\n"
      "0.001                                                                 reads x: 0  counter.cpp:8\n"
      "0.001      breaks check  counter.cpp:20\n");
}

TEST(Timeline, OfARunWithoutLinesIsEmpty) {
  EXPECT_EQ(timeline(core::Trace()), "");
}

TEST(Timeline, NumbersTasksOfOneName) {
  core::Trace trace;
  fill_two_tasks(trace);
  trace.steps.add_task("a", 0);
  trace.names.lines.push_back({"0.002", 3, "begins", ""});
  EXPECT_THAT(timeline(trace), HasSubstr("   a#2\n"));
}

TEST(Timeline, LeavesOutWhatIsFarFromTheEnd) {
  core::Trace trace;
  fill_two_tasks(trace);
  const std::string last_two = timeline(trace, 2);
  EXPECT_THAT(last_two, StartsWith("(1 earlier lines are left out)\n"));
  EXPECT_THAT(last_two, ::testing::Not(HasSubstr(" a ")));
}

TEST(Timeline, OfManyTasksIsAList) {
  core::Trace trace;
  fill_two_tasks(trace);
  for (int task = 3; task < 12; ++task) {
    trace.steps.add_task("worker", 0);
    trace.names.lines.push_back({"0.002", static_cast<std::uint32_t>(task), "begins", ""});
  }
  EXPECT_THAT(timeline(trace), HasSubstr("0.001      b: reads x: 0  counter.cpp:8\n"));
  EXPECT_THAT(timeline(trace), HasSubstr("0.002      worker#9: begins\n"));
}

TEST(Timeline, GivesLongWordsLinesOfTheirOwn) {
  core::Trace trace;
  fill_two_tasks(trace);
  trace.names.lines[0].words = std::string(100, 'x');
  trace.names.lines[1].words = "the history:\n  get(a) = 0\n  put(a, 1)";
  EXPECT_EQ(timeline(trace),
            "time (s)   main                           a   b\n"
            "0          a: " +
                std::string(100, 'x') +
                "  counter.cpp:8\n"
                "0.001      b: the history:\n"
                "               get(a) = 0\n"
                "               put(a, 1)  counter.cpp:8\n"
                "0.001      breaks check  counter.cpp:20\n");
}

}  // namespace
}  // namespace windtunnel::findings
