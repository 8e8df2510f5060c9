#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/findings/story.hpp"

namespace windtunnel::findings {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

StoryStep step(double at, std::uint32_t lane, std::string words, std::string place = {},
               std::vector<std::uint32_t> causes = {}) {
  StoryStep made;
  made.seconds = at;
  made.lane = lane;
  made.words = std::move(words);
  made.place = std::move(place);
  made.causes = std::move(causes);
  return made;
}

Story two_tasks() {
  Story story;
  story.lanes = {{"main", ""}, {"a", ""}, {"b", ""}};
  story.steps = {step(0, 1, "reads x: 0", "counter.cpp:8"), step(0.001, 2, "reads x: 0", "counter.cpp:8"),
                 step(0.001, 0, "breaks check", "counter.cpp:20")};
  story.steps.back().kind = StoryKind::breaks;
  return story;
}

TEST(StoryColumns, HasAColumnForEachTask) {
  EXPECT_EQ(
      in_columns(two_tasks()),
      "time (s)   main                           a                           b\n"
      "0                                         reads x: 0  counter.cpp:8\n"
      "0.001                                                                 reads x: 0  counter.cpp:8\n"
      "0.001      breaks check  counter.cpp:20\n");
}

TEST(StoryColumns, OfARunWithoutStepsIsEmpty) {
  EXPECT_EQ(in_columns(Story()), "");
}

TEST(StoryColumns, OfManyTasksIsAList) {
  Story story = two_tasks();
  for (std::uint32_t lane = 3; lane < 12; ++lane) {
    story.lanes.push_back({"worker#" + std::to_string(lane), ""});
    story.steps.insert(story.steps.begin() + 2, step(0.001, lane, "begins"));
  }
  EXPECT_THAT(in_columns(story), HasSubstr("0.001      b: reads x: 0  counter.cpp:8\n"));
  EXPECT_THAT(in_columns(story), HasSubstr("0.001      worker#9: begins\n"));
}

TEST(StoryColumns, ThatAreTooWideTogetherBeginInEqualSteps) {
  Story story = two_tasks();
  story.lanes[1].name = "ä";
  story.steps[0].words = std::string(30, 'x');
  const auto row = [](std::size_t begin, const char* time, const std::string& cell) {
    return time + std::string(begin - std::string(time).size(), ' ') + cell + "\n";
  };
  EXPECT_EQ(in_columns(story, most_story_lines, 90),
            "time (s)   main                           ä                              b\n" +
                row(42, "0", std::string(30, 'x') + "  counter.cpp:8") +
                row(73, "0.001", "reads x: 0  counter.cpp:8") +
                row(11, "0.001", "breaks check  counter.cpp:20"));
  EXPECT_THAT(in_columns(story, most_story_lines, 60),
              HasSubstr("\n0.001      b: reads x: 0  counter.cpp:8\n"))
      << "too narrow for columns";
}

TEST(StoryColumns, GivesLongWordsLinesOfTheirOwn) {
  Story story = two_tasks();
  story.steps[0].words = std::string(100, 'x');
  story.steps[1].words = "the history:\n  get(a) = 0\n  put(a, 1)";
  EXPECT_EQ(in_columns(story),
            "time (s)   main                           a   b\n"
            "0          a: " +
                std::string(100, 'x') +
                "  counter.cpp:8\n"
                "0.001      b: the history:\n"
                "               get(a) = 0\n"
                "               put(a, 1)  counter.cpp:8\n"
                "0.001      breaks check  counter.cpp:20\n");
}

// The cause is early, and a thousand steps of others come between.
Story far_cause() {
  Story story = two_tasks();
  const StoryStep violation = story.steps.back();
  story.steps.assign({step(0, 1, "writes flag: 1", "early.cpp:1")});
  for (int round = 0; round < 1000; ++round)
    story.steps.push_back(step(0.001, 2, "reads y: 0", "noise.cpp:2"));
  story.steps.push_back(violation);
  story.steps.back().causes = {0};
  return story;
}

TEST(StoryColumns, CutsInTheMiddleAndNeverAtTheCause) {
  const std::string text = in_columns(far_cause());
  EXPECT_THAT(text, HasSubstr("writes flag: 1  early.cpp:1\n...        (962 steps are left out)\n"));
  EXPECT_THAT(text, HasSubstr("breaks check  counter.cpp:20\n"));
  EXPECT_LE(std::count(text.begin(), text.end(), '\n'), 42) << text;
  // Without its cause the first step is as good as any other.
  Story unknown = far_cause();
  unknown.steps.back().causes.clear();
  EXPECT_THAT(in_columns(unknown), Not(HasSubstr("writes flag")));
}

TEST(StoryColumns, ShowsNoControlCharacters) {
  Story story = two_tasks();
  story.lanes[1].name = "a\033[2J";
  story.steps[0].words = "reads x: \a\033]0;title";
  const std::string text = in_columns(story);
  EXPECT_THAT(text, HasSubstr("reads x: \\x07\\x1b]0;title"));
  EXPECT_EQ(text.find('\033'), std::string::npos);
}

}  // namespace
}  // namespace windtunnel::findings
