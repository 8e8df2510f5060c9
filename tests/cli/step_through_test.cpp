// A run is gone through in a terminal; here through a pipe.
#include "harness/cli/step_through.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sstream>

namespace windtunnel::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

findings::DecidedRun two_steps() {
  findings::DecidedRun run;
  run.story.lanes = {{"a", ""}, {"b\033[2J", ""}};
  findings::StoryStep reads;
  reads.event = 5;
  reads.words = "reads x: 0";
  findings::StoryStep breaks;
  breaks.event = 9;
  breaks.lane = 1;
  breaks.kind = findings::StoryKind::breaks;
  breaks.words = "breaks check";
  breaks.place = "x_test.cpp:7";
  breaks.causes = {0};
  run.story.steps = {reads, breaks};
  run.decisions = {{4, {"b reads x", "a reads x"}, 1, "hold b/x.read#1 until a/x.read#1"}};
  return run;
}

std::string walked(const std::string& lines, const findings::DecidedRun& run = two_steps()) {
  std::istringstream input(lines);
  std::ostringstream output;
  step_through(run, input, output);
  return output.str();
}

TEST(StepThrough, BeginsAtWhatBrokeAndSaysWhy) {
  const std::string text = walked("");
  EXPECT_THAT(text, HasSubstr("step 2 of 2, at 0 s\n"));
  EXPECT_THAT(text, HasSubstr("breaks check  x_test.cpp:7\n  because of step 1: a: reads x: 0\n"));
  EXPECT_THAT(text, HasSubstr("  a                reads x: 0\n"));
  EXPECT_EQ(text.find('\033'), std::string::npos);
}

TEST(StepThrough, GoesBackAndSaysWhatWasReady) {
  const std::string text = walked("p\nq\nn\n");
  EXPECT_THAT(text, HasSubstr("step 1 of 2"));
  EXPECT_THAT(text,
              HasSubstr("  ready were\n    b reads x\n  * a reads x, which was chosen: hold b/x.read#1 until "
                        "a/x.read#1\n"));
  EXPECT_THAT(text, HasSubstr("has done nothing yet"));
  EXPECT_THAT(text.substr(text.find("step 1 of 2")), Not(HasSubstr("step 2 of 2"))) << "q ends it";
}

TEST(StepThrough, GoesToANumberAndForward) {
  EXPECT_THAT(walked("1\n\n"), testing::MatchesRegex("(.|\n)*step 1 of 2(.|\n)*step 2 of 2(.|\n)*"));
  EXPECT_THAT(walked("n\n"), HasSubstr("this is the last step\n"));
  EXPECT_THAT(walked("1\np\n"), HasSubstr("this is the first step\n"));
}

TEST(StepThrough, SaysWhatIsAllowed) {
  for (const char* bad : {"0", "3", "x", "-1", "99999999999999999999"})
    EXPECT_THAT(walked(std::string(bad) + "\n"), HasSubstr("allowed here: n (or an empty line), p, b, q"))
        << bad;
  EXPECT_THAT(walked("", findings::DecidedRun()), HasSubstr("no steps to go through"));
}

}  // namespace
}  // namespace windtunnel::cli
