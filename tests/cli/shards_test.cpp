// A campaign spread over machines, and its findings taken up again, as a user does it.
#include <filesystem>
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
  const std::string again = "./wt check --runs 700 --seed 9 --model adversarial --shard ";
  EXPECT_THAT(merged.out, HasSubstr("MISSING     shards 1, 3\nrun again   " + again +
                                    "1/3 --report shard-1-of-3.json\n            " + again +
                                    "3/3 --report shard-3-of-3.json\n"));
  EXPECT_TRUE(merged.out.ends_with("all laws hold, as far as was reported\n"));
}

TEST_F(Shards, OneThatWasInterruptedIsSaid) {
  Words words = {"check", "--seed", "9", "--runs", "100000000", "--shard", "1/1", "--report", "r1"};
  EXPECT_EQ(shop_.run(words, std::chrono::milliseconds(1500)).status, 0);
  const Output merged = shop_.run({"merge", "r1"});
  EXPECT_EQ(merged.status, 2);
  EXPECT_THAT(merged.out, HasSubstr("UNFINISHED  shards 1\nrun again   ./wt check --runs 100000000 "
                                    "--seed 9 --model exact --shard 1/1 --report shard-1-of-1.json\n"));
}

TEST_F(Shards, ABatchEngineNamesThem) {
  const Output second = shop_.run_with({"CI_NODE_INDEX=2", "CI_NODE_TOTAL=3"},
                                       {"check", "--runs", "700", "--seed", "9", "--model", "adversarial",
                                        "--shard", "auto", "--report", "r2"});
  EXPECT_EQ(second.status, 0) << second.err;
  EXPECT_THAT(second.out,
              testing::StartsWith("shard       2 of 3 (gitlab: CI_NODE_INDEX=2, CI_NODE_TOTAL=3)\n"));
  const Output named = check({"--shard", "2/3", "--report", "named"});
  EXPECT_THAT(named.out, testing::StartsWith("shard       2 of 3\n"));
  const auto digest = [](const std::string& out) { return out.substr(out.find("digest ")); };
  EXPECT_EQ(digest(second.out), digest(named.out));
  const Output wrong = shop_.run_with({"CI_NODE_INDEX=4", "CI_NODE_TOTAL=3"}, {"check", "--shard", "auto"});
  EXPECT_EQ(wrong.status, 2);
  EXPECT_EQ(wrong.err,
            "windtunnel check: --shard: `auto` names no shard: CI_NODE_INDEX=4, CI_NODE_TOTAL=3 is out of "
            "range: of 3 shards it is 1 to 3\n");
}

// Bazel takes a test for one that ignores shards unless it touches this file.
TEST_F(Shards, BazelIsToldThatTheyAreRespected) {
  const std::string file = (shop_.work() / "status").string();
  const Output output =
      shop_.run_with({"TEST_SHARD_INDEX=0", "TEST_TOTAL_SHARDS=2", "TEST_SHARD_STATUS_FILE=" + file},
                     {"check", "--runs", "20", "--shard", "bazel"});
  EXPECT_EQ(output.status, 0) << output.err;
  EXPECT_TRUE(std::filesystem::exists(file));
}

TEST_F(Shards, OfASearchAreJoined) {
  const Words search = {"explore", "key_value", "--strategy", "random", "--runs", "600"};
  for (const char* shard : {"1/3", "2/3", "3/3"}) {
    Words words = search;
    words.insert(words.end(), {"--shard", shard, "--report", std::string("r") + shard[0]});
    const Output output = shop_.run(words);
    EXPECT_EQ(output.status, 0) << output.err;
    EXPECT_THAT(output.out, HasSubstr("schedules   200  ("));
  }
  const Output merged = shop_.run({"merge", "r3", "r1", "r2"});
  EXPECT_EQ(merged.status, 0) << merged.err;
  EXPECT_THAT(merged.out, HasSubstr("schedules   600  ("));
  EXPECT_TRUE(merged.out.ends_with("nothing broke\n"));
  const Output some = shop_.run({"merge", "r3", "r1"});
  EXPECT_EQ(some.status, 2);
  EXPECT_THAT(some.out,
              HasSubstr("MISSING     shards 2\nrun again   ./wt explore key_value --strategy random "
                        "--depth 3 --seed 1 --model exact --runs 600 --shard 2/3 --report "
                        "shard-2-of-3.json\n"));
  check({"--shard", "1/3", "--report", "c1"});
  EXPECT_EQ(shop_.run({"merge", "c1", "r2"}).err,
            "windtunnel merge: c1 is a report of a campaign, and r2 one of a search\n");
}

TEST_F(Shards, OfASearchThatFindsABugHaveItsFinding) {
  const Words search = {"explore", "lost_update", "--runs", "4000"};
  bool found = false;
  for (const char* shard : {"1/2", "2/2"}) {
    Words words = search;
    words.insert(words.end(),
                 {"--shard", shard, "--report", std::string("r") + shard[0], "--findings", "raw"});
    found = shop_.run(words).status == 1 || found;
  }
  ASSERT_TRUE(found);
  const Output merged = shop_.run({"merge", "r1", "r2", "--findings", "joined"});
  EXPECT_EQ(merged.status, 1);
  EXPECT_THAT(merged.out, HasSubstr("replay      ./wt replay joined/"));
}

std::string tests_report(unsigned shard, const std::string& tests) {
  return "{\"windtunnel_report\": 1, \"program\": \"./bank_test\", \"shard\": [" + std::to_string(shard) +
         ", 2], \"tests\": [" + tests + "]}";
}

TEST_F(Shards, OfATestProgramAreJoined) {
  const std::string test =
      R"({"test": "Bank.Pays", "subject": "bank", "holds": true, "schedules": 1000, "shown": "",)"
      R"( "objections": [], "goals": [{"words": "full", "schedules": 0}], "finding": null})";
  shop_.write("t1", tests_report(1, test));
  shop_.write("t2", tests_report(2, test));
  const Output merged = shop_.run({"merge", "t1", "t2"});
  EXPECT_EQ(merged.status, 1);
  EXPECT_EQ(merged.out,
            "tests       1 searches of ./bank_test\nschedules   2,000\nBROKEN      Bank.Pays: sometimes "
            "\"full\": none of the 2,000 schedules of all shards reached it\n");
  const Output one = shop_.run({"merge", "t2"});
  EXPECT_EQ(one.status, 2);
  EXPECT_EQ(
      one.out,
      "tests       1 searches of ./bank_test\nschedules   1,000\nMISSING     shards 1\nrun again   "
      "WINDTUNNEL_SHARD=1/2 ./bank_test --windtunnel_report=shard-1-of-2.json\nnothing broke, as far as "
      "was reported\n");
}

TEST_F(Shards, OfAnEnumerationAreRefused) {
  const Output output = shop_.run({"explore", "key_value", "--complete", "--shard", "1/2"});
  EXPECT_EQ(output.status, 2);
  EXPECT_EQ(
      output.err,
      "windtunnel explore: --shard: the strategy exhaustive runs every schedule once, which shards cannot "
      "share\n");
}

TEST_F(Shards, WrongOnesAreRefused) {
  const std::string allowed =
      "` is not i/n, the i-th of n shards, with n up to 100000, nor a batch engine: auto, slurm, kubernetes, "
      "gitlab, buildkite, bazel, gtest; also with /n\n";
  for (const char* bad : {"", "1", "0/2", "3/2", "1/0", "1/2/3", "a/b", "1/100001", "-1/2", "1/ 2"}) {
    const Output output = check({"--shard", bad});
    EXPECT_EQ(output.status, 2) << bad;
    EXPECT_EQ(output.err, "windtunnel check: --shard: `" + std::string(bad) + allowed);
  }
  EXPECT_EQ(check({"--report", "/dev/null/r"}).status, 2);
  shop_.write("x", "{}");
  for (const char* file : {"x", "none", ".", "/dev/zero"}) {
    const Output output = shop_.run({"merge", file});
    EXPECT_EQ(output.status, 2) << file;
    EXPECT_THAT(output.err, HasSubstr("; allowed here: a report"));
  }
  check({"--shard", "1/2", "--report", "r1"});
  EXPECT_EQ(shop_.run({"merge", "r1", "r1"}).err, "windtunnel merge: r1: shard 1 is there twice\n");
  check({"--shard", "2/3", "--report", "r2"});
  EXPECT_EQ(shop_.run({"merge", "r1", "r2"}).err,
            "windtunnel merge: r1 and r2 are no shards of one campaign: the number of shards differs\n");
}

TEST_F(Shards, OfAnotherSubjectAreRefused) {
  check({"--shard", "1/2", "--report", "r1", "--subject", "key_value"});
  check({"--shard", "2/2", "--report", "r2", "--subject", "callback_fetch"});
  check({"--shard", "2/2", "--report", "r3"});
  for (const std::string other : {"r2", "r3"}) {
    const Output merged = shop_.run({"merge", "r1", other});
    EXPECT_EQ(merged.status, 2);
    EXPECT_EQ(merged.out, "");
    EXPECT_EQ(merged.err,
              "windtunnel merge: r1 and " + other + " are no shards of one campaign: the subject differs\n");
  }
}

TEST_F(Shards, AReportIsWrittenWhereItShallGo) {
  EXPECT_EQ(check({"--report", "none/r"}).status, 0) << "a folder that is not there yet is made";
  EXPECT_TRUE(std::filesystem::is_regular_file(shop_.work() / "none/r"));
  // Through a link, which stays one.
  shop_.write("target", "old");
  std::filesystem::create_symlink("target", shop_.work() / "link");
  EXPECT_EQ(check({"--report", "link"}).status, 0);
  EXPECT_TRUE(std::filesystem::is_symlink(shop_.work() / "link"));
  EXPECT_THAT(shop_.read(shop_.work() / "target"), HasSubstr("windtunnel report"));
  EXPECT_EQ(shop_.run({"merge", "link"}).status, 0);
  // To standard output, before the summary.
  const Output shown = check({"--report", "/dev/stdout"});
  EXPECT_EQ(shown.status, 0);
  EXPECT_THAT(shown.out, testing::StartsWith("{\n"));
  EXPECT_THAT(shown.out, HasSubstr("}\nprograms    700  ("));
  EXPECT_TRUE(shown.out.ends_with("all laws hold\n"));
}

TEST_F(Shards, AReportThatCannotBeWrittenIsSaidAfterTheSummary) {
  const Output full = check({"--report", "/dev/full"});
  EXPECT_EQ(full.status, 2);
  EXPECT_EQ(full.err, "windtunnel check: /dev/full: the report cannot be written\n");
  EXPECT_THAT(full.out, HasSubstr("programs    700  ("));
  EXPECT_TRUE(full.out.ends_with("all laws hold\n"));
}

TEST_F(Shards, AReportThatCannotGoWhereItShallIsRefusedBeforeTheCampaign) {
  std::filesystem::create_symlink("nothing", shop_.work() / "link");
  for (const auto& [place, words] :
       {std::pair{"link", "`link` is a link to nothing"}, std::pair{".", "`.` is a folder, not a file"}}) {
    const Output output = check({"--report", place});
    EXPECT_EQ(output.status, 2);
    EXPECT_EQ(output.out, "");
    EXPECT_EQ(output.err, std::string("windtunnel check: --report: ") + words + "\n");
  }
}

// A report comes from another machine: what it says is not trusted.
TEST_F(Shards, AReportsFindingStaysInItsFolder) {
  check({"--report", "r"});
  std::string text = shop_.read(shop_.work() / "r");
  const std::string none = "\"findings\": []";
  const std::size_t at = text.find(none);
  ASSERT_NE(at, std::string::npos);
  text.replace(
      at, none.size(),
      R"("findings": [{"program": 1, "text": "windtunnel finding 1\nlaw ../../evil\nsubject scenario\n)"
      R"(message it broke\nmodel exact\nphases 20000\nstep 3\ndigest 00000000deadbeef\nschedule -\n)"
      R"(=== scenario\n=== trace\n=== end\n"}])");
  shop_.write("r", text);
  const Output merged = shop_.run({"merge", "r", "--findings", "a/b/c"});
  EXPECT_EQ(merged.status, 2);
  EXPECT_EQ(merged.out, "");
  EXPECT_EQ(merged.err,
            "windtunnel merge: the report's finding:2:5: found `../../evil`; allowed here: a name\n");
  EXPECT_FALSE(std::filesystem::exists(shop_.work() / "a"));
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
  std::string finding = shop_.read(shop_.work() / "f");
  const Output diverged = shop_.run({"shrink", "f"});
  EXPECT_EQ(diverged.status, 1) << diverged.err;
  EXPECT_THAT(diverged.out, HasSubstr("it is another run"));
  finding.replace(finding.find("1/7,1/2"), 7, "1/3,1/2");
  shop_.write("f", finding);
  const Output output = shop_.run({"shrink", "f"});
  EXPECT_EQ(output.status, 0) << output.err;
  EXPECT_THAT(output.out, testing::StartsWith("does not fail any more: V1 holds"));
  EXPECT_THAT(output.out, HasSubstr("\nthere is nothing to shrink\n"));
  EXPECT_EQ(shop_.run({"shrink", "none"}).status, 2);
}

}  // namespace
}  // namespace windtunnel
