#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <string>

#include "tests/cli/command_test.hpp"

namespace windtunnel {
namespace {

using testing::HasSubstr;

class ExploreCli : public CommandTest {
 protected:
  // The path of the one finding.
  std::string finding() const {
    for (const std::string& name : files()) {
      if (name.find("findings/") != std::string::npos) return name;
    }
    return {};
  }
};

TEST_F(ExploreCli, FindsABugAndTheFindingReplays) {
  const Output output = shop_.run({"explore", "bluetooth", "--runs", "5000"});
  EXPECT_EQ(output.status, 1);
  EXPECT_THAT(output.out, HasSubstr("breaks check: a request enters the stopped driver"));
  EXPECT_THAT(output.out, HasSubstr("reads stopping: false  sctbench.cpp:"));
  const Output replay = shop_.run({"replay", finding()});
  EXPECT_EQ(replay.status, 1);
  EXPECT_THAT(replay.out, HasSubstr("reproduced"));
}

TEST_F(ExploreCli, SaysWhatItHasShown) {
  const Output output = shop_.run({"explore", "lost_update_fixed", "--complete"});
  EXPECT_EQ(output.status, 0);
  EXPECT_EQ(output.err, "");
  EXPECT_THAT(
      output.out,
      HasSubstr(
          "shown       complete: every schedule up to equivalence of declared accesses (2 of 2 run)\n"));
  EXPECT_THAT(output.out, HasSubstr("nothing broke\n"));
}

TEST_F(ExploreCli, ExploresAScenario) {
  shop_.write("events.py", two_events);
  const Output output = shop_.run({"explore", "events.py", "--strategy", "deviations"});
  EXPECT_EQ(output.status, 0);
  EXPECT_THAT(output.out, HasSubstr("shown       complete: every schedule (2)\n"));
}

TEST_F(ExploreCli, AFindingOfASubjectInCppIsShrunkAgain) {
  shop_.run({"explore", "bluetooth", "--runs", "5000"});
  const std::string before = finding();
  const Output output = shop_.run({"shrink", before});
  EXPECT_EQ(output.status, 1) << output.err;
  EXPECT_EQ(output.err, "");
  EXPECT_THAT(output.out, HasSubstr("check"));
  EXPECT_EQ(finding(), before) << "it was as small as it gets";
}

TEST_F(ExploreCli, FindsALivelockThatReplays) {
  shop_.write("spin.py",
              "from tornado import gen\n\n@gen.coroutine\ndef main():\n    while True:\n        yield "
              "gen.moment\n");
  const Output output = shop_.run({"explore", "spin.py", "--livelock", "--runs", "8"});
  EXPECT_EQ(output.status, 1);
  EXPECT_THAT(output.out, HasSubstr("breaks livelock: the run did not come to its end"));
  const Output replay = shop_.run({"replay", finding()});
  EXPECT_EQ(replay.status, 1);
  EXPECT_THAT(replay.out, HasSubstr("reproduced"));
  const Output none = shop_.run({"explore", "reorder_fixed", "--livelock", "--runs", "50"});
  EXPECT_EQ(none.status, 0);
}

// Batch systems send these.
TEST_F(ExploreCli, SignalsThatAskItToEndEndItWithItsSummary) {
  for (const char* signal : {"INT", "TERM", "HUP"}) {
    const Output output =
        shop_.run({"explore", "reorder_fixed", "--strategy", "random", "--time", "50s", "--jobs", "2"},
                  std::chrono::milliseconds(1500), signal);
    EXPECT_EQ(output.status, 0) << signal;
    EXPECT_THAT(output.out, HasSubstr(", interrupted\n")) << signal;
  }
}

TEST_F(ExploreCli, ListsTheSubjects) {
  const Output output = shop_.run({"explore", "--list"});
  EXPECT_EQ(output.status, 0);
  EXPECT_THAT(output.out, HasSubstr("periodic"));
  EXPECT_THAT(output.out, HasSubstr("reorder_100 "));
}

TEST_F(ExploreCli, RefusesWhatItDoesNotKnow) {
  expect_refused({"explore", "reorder_4"},
                 "no subject or file named `reorder_4`. `windtunnel explore --list` lists the subjects.");
  const Output strategy = shop_.run({"explore", "reorder_3", "--strategy", "best"});
  EXPECT_EQ(strategy.status, 2);
  EXPECT_THAT(strategy.err, HasSubstr("--strategy: `best` is not a strategy; there are portfolio, random"));
  expect_refused({"explore", "reorder_3", "--depth", "0"},
                 "--depth: `0` is not a whole number from 1 to 1000");
}

}  // namespace
}  // namespace windtunnel
