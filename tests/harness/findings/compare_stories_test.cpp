#include "harness/findings/compare_stories.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace windtunnel::findings {
namespace {

Story story_of_words(const std::vector<std::string>& words) {
  Story story;
  story.lanes = {{"a", ""}};
  for (const std::string& each : words) {
    StoryStep step;
    step.words = each;
    story.steps.push_back(step);
  }
  return story;
}

TEST(CompareStories, FindsWhereTwoRunsPart) {
  const Story one = story_of_words({"begins", "reads x: 0", "writes x: 1", "ends"});
  Story other = story_of_words({"begins", "writes x: 1", "ends"});
  const StoryDifference difference = difference_of(one, other);
  EXPECT_EQ(difference.equal, 1U);
  EXPECT_EQ(difference.different, 1U) << "the ends are equal";
  EXPECT_EQ(side_by_side(one, other, "first", "second", 2),
            "they part after 1 equal step\n"
            "first               second\n"
            "0  a: begins        0  a: begins\n"
            "0  a: reads x: 0    0  a: writes x: 1\n"
            "0  a: writes x: 1   0  a: ends\n");
  for (StoryStep& step : other.steps) step.seconds = 7;
  EXPECT_EQ(difference_of(one, other).equal, 1U) << "times do not count";
}

TEST(CompareStories, KeepsToTheWidth) {
  const Story one = story_of_words({std::string(100, 'x')});
  const Story other = story_of_words({std::string(100, 'y')});
  EXPECT_EQ(side_by_side(one, other, "first", "second", 1, 43),
            "they part after 0 equal steps\n"
            "first                  second\n"
            "0  a: xxxxxxxxxxx...   0  a: yyyyyyyyyyy...\n");
}

TEST(CompareStories, SaysThatTheyDoNotDiffer) {
  const Story one = story_of_words({"begins", "ends"});
  EXPECT_TRUE(difference_of(one, one).none());
  EXPECT_EQ(side_by_side(one, one, "first", "second"), "they do not differ\n");
  EXPECT_TRUE(difference_of(Story(), Story()).none());
}

TEST(CompareStories, ShowsTheEndOfTheShorterOne) {
  EXPECT_THAT(
      side_by_side(story_of_words({"begins"}), story_of_words({"begins", "goes on"}), "first", "second"),
      ::testing::HasSubstr("(the end)      0  a: goes on\n"));
}

}  // namespace
}  // namespace windtunnel::findings
