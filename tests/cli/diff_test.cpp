#include <filesystem>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <string>
#include <vector>

#include "tests/cli/command_test.hpp"

namespace windtunnel {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::StartsWith;

constexpr const char* not_set_up = "the real Tornado is not set up; run: wt setup --oracle";

// A project in which a stand-in (tests/oracle/mock_oracle.cpp) is the oracle.
class DiffCli : public CommandTest {
 protected:
  void set_up(const std::string& behaviour) {
    std::filesystem::create_directories(shop_.work() / "build/oracle/bin");
    std::filesystem::create_directories(shop_.work() / "harness/oracle/python");
    const auto python = shop_.work() / "build/oracle/bin/python";
    if (!std::filesystem::exists(python)) std::filesystem::create_symlink(WINDTUNNEL_MOCK_ORACLE, python);
    shop_.write("harness/oracle/python/behaviour", behaviour);
  }

  // The finding in the folder `findings`, which must be the only one.
  std::string finding() const {
    std::vector<std::string> found;
    for (const auto& entry : std::filesystem::directory_iterator(shop_.work() / "findings")) {
      found.push_back("findings/" + entry.path().filename().string());
    }
    EXPECT_EQ(found.size(), 1U);
    return found.empty() ? "" : found.front();
  }
};

TEST_F(DiffCli, AgreementIsToldWithItsFigures) {
  set_up("none");
  const Output output = shop_.run({"diff", "--runs", "100"});
  EXPECT_EQ(output.status, 0);
  EXPECT_EQ(output.err, "");
  EXPECT_THAT(output.out, StartsWith("programs    100  (seed 1)\nschedules   1"));
  EXPECT_TRUE(output.out.ends_with("\nno difference\n")) << output.out;
  EXPECT_FALSE(std::filesystem::exists(shop_.work() / "findings"));
}

TEST_F(DiffCli, ADifferenceBecomesASmallFinding) {
  set_up("lie TimeoutError");
  const Output output = shop_.run({"diff", "--runs", "300"});
  EXPECT_EQ(output.status, 1);
  EXPECT_EQ(output.err, "");
  EXPECT_THAT(output.out, HasSubstr(" of seed 1 breaks as-original: line "));
  EXPECT_THAT(output.out, HasSubstr("\nshrunk from "));
  EXPECT_THAT(output.out, HasSubstr("| the real Tornado 4.5.3\n"));
  EXPECT_THAT(output.out,
              HasSubstr("\nfinding     " + finding() + "\ncompare     ./wt diff " + finding() + "\n"));
  EXPECT_LT(shop_.read(shop_.work() / finding()).size(), 1200U);

  const Output again = shop_.run({"diff", finding()});
  EXPECT_EQ(again.status, 1);
  EXPECT_THAT(again.out, StartsWith("DIFFERS  " + finding() + "  under the schedule "));
  EXPECT_THAT(again.out, HasSubstr("\n1 program, 1 schedule on each side: 1 difference\n"));

  const Output replayed = shop_.run({"replay", finding()});
  EXPECT_EQ(replayed.status, 1);
  EXPECT_THAT(replayed.out, StartsWith("recorded    as-original: line "));
  EXPECT_THAT(replayed.out,
              HasSubstr("\nnow         this runtime does something else than the real one did\n"));
  EXPECT_THAT(shop_.run({"replay", finding(), "--trace"}).out, HasSubstr("| the real Tornado 4.5.3\n"));

  set_up("none");
  EXPECT_EQ(shop_.run({"diff", finding()}).status, 0);
}

TEST_F(DiffCli, AnOracleThatFailsIsAFindingOfItsOwn) {
  set_up("die with_timeout");
  const Output output = shop_.run({"diff", "--runs", "300"});
  EXPECT_EQ(output.status, 1);
  const std::string words =
      "the oracle failed: it died with status 3; its last words: SystemError: out of wind";
  EXPECT_THAT(output.out, HasSubstr(" breaks oracle-answers: " + words + "\n\nlaw         oracle-answers\n"));
  EXPECT_THAT(finding(), StartsWith("findings/oracle-answers-"));
  EXPECT_THAT(shop_.run({"diff", finding()}).out,
              AllOf(StartsWith("FAILED   " + finding() + "  under the schedule "), HasSubstr(": " + words)));
  expect_refused({"replay", finding()},
                 finding() +
                     ": found a failure of the oracle; allowed here: a finding of this "
                     "runtime's; ./wt diff asks the oracle again");
}

TEST_F(DiffCli, ComparesTheFilesThatAreGiven) {
  set_up("refuse bad");
  shop_.write("a.py", two_events);
  std::filesystem::create_directory(shop_.work() / "b");
  shop_.write("b/c.py", std::string(two_events) + "    log(\"bad\")\n");
  shop_.write("b/d.py", "import os\n");
  const Output output = shop_.run({"diff", "a.py", "b"});
  EXPECT_EQ(output.status, 1);
  EXPECT_EQ(output.err, "");
  EXPECT_EQ(
      output.out,
      "same     a.py  2 schedules\n"
      "DIFFERS  b/c.py  under the schedule 0/2: this runtime accepts it; the real one refuses it: line 1: "
      "no\n\n"
      "  this runtime  | the real Tornado 4.5.3\n"
      "> schedule 0/2  | refused: line 1: no\n"
      "> 0 log bad\n"
      "> 0 return None\n"
      "> 0 log a\n"
      "> 0 log b\n\n"
      "same     b/d.py  refused by both\n"
      "3 programs, 4 schedules on each side: 1 difference\n");
}

TEST_F(DiffCli, AnInterruptEndsWithTheSummary) {
  set_up("none");
  const Output output = shop_.run({"diff", "--time", "50s"}, std::chrono::milliseconds(1500));
  EXPECT_EQ(output.status, 0);
  EXPECT_THAT(output.out, HasSubstr(" s, interrupted\n"));
}

TEST_F(DiffCli, WrongUsageIsOneLine) {
  expect_refused({"diff"}, not_set_up);
  expect_refused({"diff", "--runs", "1", "--root", "none"}, not_set_up);
  set_up("dead");
  expect_refused(
      {"diff"},
      "the oracle does not work: it died with status 1; its last words: there is no Tornado here; run: wt "
      "setup --oracle");
  set_up("none");
  expect_refused({"diff", "--runs", "0"}, "--runs: `0` is not a whole number from 1 to 18446744073709551615");
  expect_refused({"diff", "--schedules", "0"}, "--schedules: `0` is not a whole number from 1 to 1000");
  expect_refused({"diff", "--areas", "cor"},
                 "--areas: `cor` is not an area; there are core, loop, sync, context, legacy");
  expect_refused({"diff", "none.py"},
                 "none.py:1:1: found no such file; allowed here: a text file of at most 1048576 bytes");
  shop_.write("a.py", two_events);
  expect_refused({"diff", "a.py", "--runs", "3"}, "FILE cannot be combined with --runs");
  expect_refused({"diff", "--findings", "a.py"},
                 "--findings: a.py: found a file; allowed here: a folder that can be written to");
}

TEST_F(DiffCli, StreamsThatAgreeAreTold) {
  set_up("none");
  const Output output = shop_.run({"diff", "--areas", "streams", "--runs", "100", "--jobs", "2"});
  EXPECT_EQ(output.status, 0);
  EXPECT_EQ(output.err, "");
  EXPECT_THAT(output.out, StartsWith("programs    100  (seed 1)\nlines       "));
  EXPECT_TRUE(output.out.ends_with("\nno difference\n")) << output.out;
  EXPECT_FALSE(std::filesystem::exists(shop_.work() / "findings"));
}

TEST_F(DiffCli, ADifferenceOfStreamsBecomesASmallScript) {
  set_up("lie TimeoutError");
  const Output output = shop_.run({"diff", "--areas", "streams", "--runs", "300"});
  EXPECT_EQ(output.status, 1);
  EXPECT_EQ(output.err, "");
  EXPECT_THAT(output.out, HasSubstr(" of seed 1 breaks as-original\n"));
  EXPECT_THAT(output.out, HasSubstr("\n\na connect\nb read_regex e+ta limited\n\nthis runtime | the real "));
  EXPECT_THAT(output.out, HasSubstr(" fails TimeoutError not\n"));
  EXPECT_THAT(output.out,
              HasSubstr("\nfinding     " + finding() + "\ncompare     ./wt diff " + finding() + "\n"));
  EXPECT_LT(shop_.read(shop_.work() / finding()).size(), 400U);
  EXPECT_EQ(shop_.run({"diff", finding()}).status, 1);
  set_up("none");
  // The file still says what the lying one said.
  const Output again = shop_.run({"diff", finding()});
  EXPECT_EQ(again.status, 1);
  EXPECT_THAT(again.out,
              StartsWith("DIFFERS  " + finding() + ":1: the real one says something else than the file\n"));
}

TEST_F(DiffCli, StreamsAndHttpAreComparedOneAfterTheOther) {
  set_up("none");
  const Output output = shop_.run({"diff", "--areas", "streams,http", "--runs", "40", "--jobs", "2"});
  EXPECT_EQ(output.status, 0);
  EXPECT_EQ(output.err, "");
  EXPECT_THAT(output.out, StartsWith("streams\nprograms    40  (seed 1)\nlines       "));
  EXPECT_THAT(output.out, HasSubstr("\nno difference\nhttp\nprograms    40  (seed 1)\nlines       "));
  EXPECT_TRUE(output.out.ends_with("\nno difference\n")) << output.out;
}

TEST_F(DiffCli, ADifferenceOfHttpBecomesASmallScript) {
  set_up("lie Timeout during request");
  const Output output = shop_.run({"diff", "--areas", "http", "--runs", "300"});
  EXPECT_EQ(output.status, 1);
  EXPECT_EQ(output.err, "");
  EXPECT_THAT(output.out, HasSubstr(" of seed 1 breaks as-original\n"));
  EXPECT_THAT(output.out, HasSubstr(" HTTP 599: Timeout during request not\n"));
  EXPECT_THAT(output.out,
              HasSubstr("\nfinding     " + finding() + "\ncompare     ./wt diff " + finding() + "\n"));
  EXPECT_LT(shop_.read(shop_.work() / finding()).size(), 700U);
  EXPECT_EQ(shop_.run({"diff", finding()}).status, 1);
}

TEST_F(DiffCli, RecordsHttp) {
  set_up("none");
  const Output output = shop_.run({"diff", "--areas", "http", "--runs", "20", "--record", "h.jsonl"});
  EXPECT_EQ(output.status, 0);
  EXPECT_EQ(output.out, "recorded  h.jsonl  20 programs\n");
  EXPECT_EQ(shop_.run({"diff", "h.jsonl"}).out, "20 programs: 0 differ\n");
}

TEST_F(DiffCli, AnOracleThatFailsAtStreamsIsNoAgreement) {
  set_up("die read_until");
  const Output output = shop_.run({"diff", "--areas", "streams", "--runs", "300"});
  EXPECT_EQ(output.status, 1);
  EXPECT_THAT(output.out, AllOf(HasSubstr(" of seed 1 breaks oracle-answers\n"),
                                HasSubstr("\nit died with status 3; its last words: ")));
}

TEST_F(DiffCli, RecordsStreams) {
  set_up("none");
  const Output output = shop_.run({"diff", "--areas", "streams", "--runs", "20", "--record", "s.jsonl"});
  EXPECT_EQ(output.status, 0);
  EXPECT_EQ(output.out, "recorded  s.jsonl  20 programs\n");
  EXPECT_EQ(shop_.run({"diff", "s.jsonl"}).out, "20 programs: 0 differ\n");
  std::filesystem::remove(shop_.work() / "s.jsonl");
  set_up("lie gives");
  EXPECT_EQ(shop_.run({"diff", "--areas", "streams", "--runs", "20", "--record", "s.jsonl"}).status, 1);
  EXPECT_FALSE(std::filesystem::exists(shop_.work() / "s.jsonl"));
}

TEST_F(DiffCli, WrongUsageOfStreamsIsOneLine) {
  expect_refused({"diff", "--areas", "streams"}, not_set_up);
  set_up("none");
  expect_refused({"diff", "--areas", "core,streams"},
                 "--areas: `streams` is not an area; there are core, loop, sync, context, legacy");
  expect_refused({"diff", "--areas", "http,core"},
                 "--areas: `http` is not an area; there are core, loop, sync, context, legacy");
  expect_refused({"diff", "--areas", "streams,http", "--runs", "1", "--record", "a.jsonl"},
                 "--record: allowed with --areas streams, or http, and --runs");
  expect_refused({"diff", "--record", "a.jsonl"},
                 "--record: allowed with --areas streams, or http, and --runs");
  shop_.write("a.jsonl", "{\n");
  expect_refused({"diff", "a.jsonl"},
                 "a.jsonl:1: found no script with its lines; allowed: an object with `script` and `lines`");
  expect_refused({"diff", "none.jsonl"}, "none.jsonl: found no line; allowed: a file of scripts");
  set_up("dead");
  expect_refused(
      {"diff", "--areas", "streams"},
      "the oracle does not work: it died with status 1; its last words: there is no Tornado here; run: "
      "wt setup --oracle");
}

TEST_F(DiffCli, GoldenRecordsTraces) {
  set_up("none");
  shop_.write("a.py", two_events);
  const Output output = shop_.run({"golden", "a.py"});
  EXPECT_EQ(output.err, "");
  EXPECT_EQ(output.status, 0);
  EXPECT_EQ(output.out, "recorded  a.trace  2 schedules; this runtime does the same\n");
  const std::string traces =
      "schedule 0/2\n0 return None\n0 log a\n0 log b\n\nschedule 1/2\n0 return None\n0 log b\n0 log a\n";
  EXPECT_EQ(shop_.read(shop_.work() / "a.trace"), traces);
  expect_refused({"golden", "a.py"}, "a.trace: found a file; allowed here: none, unless --replace is given");
  set_up("lie log b");
  EXPECT_EQ(shop_.run({"golden", "a.py", "--replace", "--schedules", "1"}).out,
            "recorded  a.trace  1 schedule; this runtime does something else: see wt diff\n");
  EXPECT_EQ(shop_.read(shop_.work() / "a.trace"), "schedule 0/2\n0 return None\n0 log a\n0 not log b\n");
}

// One bad file among good ones: nothing is written at all.
TEST_F(DiffCli, GoldenWritesNothingWhereSomethingIsWrong) {
  shop_.write("a.py", two_events);
  shop_.write("b.py", "def main():\n    log(\n");
  shop_.write("c.py", std::string(two_events) + "    log(\"bad\")\n");
  expect_refused({"golden", "a.py"}, not_set_up);
  set_up("refuse bad");
  const Output bad = shop_.run({"golden", "a.py", "b.py"});
  EXPECT_EQ(bad.status, 2);
  EXPECT_THAT(bad.err, StartsWith("windtunnel golden: b.py:"));
  EXPECT_FALSE(std::filesystem::exists(shop_.work() / "a.trace"));
  expect_refused({"golden", "a.py", "c.py"}, "c.py: the real Tornado refuses it: line 1: no");
  expect_refused({"golden", "a.py", "none.py"},
                 "none.py:1:1: found no such file; allowed here: a text file of at most 1048576 bytes");
  expect_refused({"golden", "a.txt"},
                 "found `a.txt`; allowed here: the file of a scenario, whose name ends in .py");
  expect_refused({"golden", "a.py", "./a.py"}, "found `./a.py` twice; allowed here: each file once");
  set_up("die bad");
  expect_refused({"golden", "a.py", "c.py"},
                 "c.py: the oracle failed: it died with status 3; its last words: SystemError: out of wind");
}

}  // namespace
}  // namespace windtunnel
