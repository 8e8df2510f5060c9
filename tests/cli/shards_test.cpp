// A campaign spread over machines, and its findings taken up again, as a user does it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <regex>
#include <string>
#include <vector>

#include "tests/cli/process.hpp"

namespace windtunnel {
namespace {

using testing::HasSubstr;
using Words = std::vector<std::string>;

class Shards : public testing::Test {
 protected:
  Output check(const Words& more) {
    Words words = {"check", "--runs", "700", "--seed", "9", "--model", "adversarial"};
    words.insert(words.end(), more.begin(), more.end());
    return shop_.run(words);
  }

  // Without what the clock said.
  static std::string timeless(const std::string& summary) {
    static const std::regex clock(R"( \([0-9,.k]+ a second\)|\ntime [^\n]*)");
    return std::regex_replace(summary, clock, "");
  }

  Workshop shop_;
};

TEST_F(Shards, AreTogetherTheCampaign) {
  for (const char* shard : {"1/3", "2/3", "3/3"}) {
    const Output output = check({"--shard", shard, "--report", std::string("r") + shard[0]});
    EXPECT_EQ(output.status, 0) << output.err;
    EXPECT_THAT(output.out, HasSubstr("all laws hold\n"));
  }
  const Output merged = shop_.run({"merge", "r3", "r1", "r2"});
  EXPECT_EQ(merged.status, 0) << merged.err;
  EXPECT_EQ(merged.err, "");
  EXPECT_EQ(timeless(merged.out), timeless(check({}).out));
}

TEST_F(Shards, OneThatIsMissingIsSaid) {
  check({"--shard", "2/3", "--report", "r2"});
  const Output merged = shop_.run({"merge", "r2"});
  EXPECT_EQ(merged.status, 2);
  EXPECT_THAT(merged.out, HasSubstr("MISSING     shards 1, 3\n"));
}

TEST_F(Shards, WrongOnesAreRefused) {
  const std::string allowed = "` is not i/n, the i-th of n shards, with n up to 100000\n";
  for (const char* bad : {"", "1", "0/2", "3/2", "1/0", "1/2/3", "a/b", "1/100001", "-1/2", "1/ 2"}) {
    const Output output = check({"--shard", bad});
    EXPECT_EQ(output.status, 2) << bad;
    EXPECT_EQ(output.err, "windtunnel check: --shard: `" + std::string(bad) + allowed);
  }
  EXPECT_EQ(check({"--report", "none/r"}).status, 0) << "a folder that is not there yet is made";
  EXPECT_EQ(check({"--report", "/dev/null/r"}).status, 2);
  shop_.write("x", "{}");
  for (const char* file : {"x", "none", ".", "/dev/zero"}) {
    const Output output = shop_.run({"merge", file});
    EXPECT_EQ(output.status, 2) << file;
    EXPECT_THAT(output.err, HasSubstr("; allowed here: a report"));
  }
  check({"--shard", "1/2", "--report", "r1"});
  EXPECT_THAT(shop_.run({"merge", "r1", "r1"}).err, HasSubstr("r1: found shard 1 again"));
  check({"--shard", "2/3", "--report", "r2"});
  EXPECT_THAT(shop_.run({"merge", "r1", "r2"}).err, HasSubstr("r2: found the report of another campaign"));
}

class Again : public testing::Test {
 protected:
  Again() {
    shop_.write("f",
                "windtunnel finding 1\nlaw V1\nsubject scenario\nmessage it broke\nfreedom contract\n"
                "phases 20000\nstep 3\ndigest 00000000deadbeef\nschedule 1/7,1/2\n=== scenario\n"
                "from windtunnel import log, external\n\nexternal(log, \"a\")\nexternal(log, \"b\")\n"
                "external(log, \"c\")\n\n\ndef main():\n    pass\n=== trace\n=== end\n");
  }

  Workshop shop_;
};

TEST_F(Again, AScheduleThatDoesNotFitIsSaidAndByRequestFollowed) {
  const std::string diverged =
      "diverged    choice 1 of the schedule is external 1/7, but the run asks for external of 3 options; ";
  const Output strict = shop_.run({"replay", "f", "--trace"});
  EXPECT_THAT(strict.out, HasSubstr(diverged + "from there on it was answered 0"));
  EXPECT_THAT(strict.out, HasSubstr("0 log a\n"));
  EXPECT_LT(strict.out.find("0 log a\n"), strict.out.find("0 log b\n"));
  const Output nearest = shop_.run({"replay", "f", "--trace", "--nearest"});
  EXPECT_THAT(nearest.out, HasSubstr(diverged + "it went on with the nearest choices"));
  EXPECT_LT(nearest.out.find("0 log b\n"), nearest.out.find("0 log a\n"));
}

TEST_F(Again, WhatHoldsNowIsNotShrunk) {
  const Output output = shop_.run({"shrink", "f"});
  EXPECT_EQ(output.status, 0) << output.err;
  EXPECT_EQ(output.out, "V1 holds now: there is nothing to shrink\n");
  EXPECT_EQ(shop_.run({"shrink", "none"}).status, 2);
}

}  // namespace
}  // namespace windtunnel
