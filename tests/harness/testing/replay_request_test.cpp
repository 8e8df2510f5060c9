#include "harness/testing/replay_request.hpp"

#include <cstdlib>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <optional>
#include <stdexcept>
#include <string>

namespace windtunnel {
namespace {

using ::testing::HasSubstr;

TEST(ReplayRequest, IsAnArgumentOrAVariable) {
  EXPECT_EQ(asked_replay({"./a", "--gtest_color=no"}), std::nullopt);
  EXPECT_EQ(asked_replay({"./a", "--windtunnel_replay=1.x.check.A"}), "1.x.check.A");
  ASSERT_EQ(setenv("WINDTUNNEL_REPLAY", "f.finding", 1), 0);
  const auto variable = asked_replay({"./a"});
  const auto argument = asked_replay({"./a", "--windtunnel_replay=g.finding"});
  ASSERT_EQ(unsetenv("WINDTUNNEL_REPLAY"), 0);
  EXPECT_EQ(variable, "f.finding");
  EXPECT_EQ(argument, "g.finding") << "what is typed last counts";
}

TEST(ReplayRequest, RefusesAnOptionThatItDoesNotKnow) {
  try {
    asked_replay({"./a", "--windtunnel_repaly=1.x.check.A"});
    FAIL() << "it was taken";
  } catch (const std::invalid_argument& error) {
    EXPECT_THAT(error.what(), HasSubstr("no option `--windtunnel_repaly=1.x.check.A`; there are "));
  }
}

TEST(ReplayRequest, HasOptionsForFiles) {
  const std::vector<std::string> arguments{"./a", "--windtunnel_report=r.json", "--windtunnel_html=pages"};
  EXPECT_EQ(asked_option(arguments, "report"), "r.json");
  EXPECT_EQ(asked_option(arguments, "html"), "pages");
  EXPECT_EQ(asked_option(arguments, "replay"), std::nullopt);
  EXPECT_THROW(asked_option({"./a", "--windtunnel_report"}, "report"), std::invalid_argument);
}

TEST(ReplayRequest, NamesAVariableThatNothingReads) {
  EXPECT_EQ(unread_variables({}), "");
  EXPECT_EQ(unread_variables({"HOME=/", "WINDTUNNEL_REPLAY=1.x.check.A", "A_WINDTUNNEL_B=c"}), "");
  EXPECT_EQ(
      unread_variables({"WINDTUNNEL_REPALY=1.x.check.A"}),
      "windtunnel: nothing reads the environment variable WINDTUNNEL_REPALY; there are WINDTUNNEL_REPLAY, "
      "WINDTUNNEL_FINDINGS, WINDTUNNEL_FEEDBACK, WINDTUNNEL_SUBJECT, WINDTUNNEL_FUZZ_STACK, "
      "WINDTUNNEL_SHARD\n");
  ASSERT_EQ(setenv("WINDTUNNEL_OTHER", "1", 1), 0);
  const std::string words = unread_variables(own_environment());
  ASSERT_EQ(unsetenv("WINDTUNNEL_OTHER"), 0);
  EXPECT_THAT(words, HasSubstr("variable WINDTUNNEL_OTHER;"));
}

TEST(ReplayRequest, KnowsHowThisTestIsStarted) {
  EXPECT_FALSE(own_arguments().empty());
  EXPECT_EQ(command_of_this_test({"./my tests"}),
            "'./my tests' --gtest_filter=ReplayRequest.KnowsHowThisTestIsStarted");
}

}  // namespace
}  // namespace windtunnel
