#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <string>
#include <vector>

#include "tests/cli/command_test.hpp"

namespace windtunnel {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

std::string about_two_events(const std::string& expectations) {
  return "# Are events in order?\n# answer: No.\n# laws: L1\n" + expectations + two_events;
}

// A project with a corpus of two scenarios, one of which speaks of the adversary.
class LitmusCli : public CommandTest {
 protected:
  LitmusCli() {
    std::filesystem::create_directories(shop_.work() / "corpus/litmus");
    shop_.write("corpus/litmus/events.py",
                about_two_events("# canonical: a; b\n# must: b; a\n# must not: a\n"));
    shop_.write(
        "corpus/litmus/free.py",
        "# Is it free?\n# answer: Yes.\n# laws: L2\n# model: adversarial\n# must: a; b\n# may: b; a\n"
        "from tornado.ioloop import IOLoop\nfrom windtunnel import log\n\ndef main():\n"
        "    IOLoop.current().add_callback(log, \"a\")\n    IOLoop.current().add_callback(log, \"b\")\n");
  }
};

constexpr const char* events_block =
    "ok    events  (L1)\n"
    "      Are events in order?\n"
    "      No.\n"
    "      ok         1  canonical  a; b\n"
    "      ok         1  must       b; a  [1/2]\n"
    "      ok         0  must not   a\n"
    "      2 schedules, complete\n\n";

TEST_F(LitmusCli, RunsTheWholeCorpus) {
  const Output output = shop_.run({"litmus"});
  EXPECT_EQ(output.status, 0);
  EXPECT_EQ(output.err, "");
  EXPECT_EQ(output.out, std::string(events_block) +
                            "ok    free  (L2)\n"
                            "      Is it free?\n"
                            "      Yes.\n"
                            "      ok         1  must       a; b\n"
                            "      ok         0  may        b; a\n"
                            "      1 schedule, complete\n\n"
                            "2 scenarios, 3 schedules: 2 ok\n");
}

TEST_F(LitmusCli, RunsThoseThatAreNamed) {
  const std::string one = std::string(events_block) + "1 scenario, 2 schedules: 1 ok\n";
  EXPECT_EQ(shop_.run({"litmus", "events"}).out, one);
  EXPECT_EQ(shop_.run({"litmus", "corpus/litmus/events.py"}).out, one);
  EXPECT_EQ(shop_.run({"litmus", "events", "--root", shop_.work().string()}).out, one);
  std::filesystem::create_directory(shop_.work() / "elsewhere");
  shop_.write("elsewhere/events.py", about_two_events("# may: a; b\n# may: b; a\n"));
  EXPECT_THAT(shop_.run({"litmus", "elsewhere/events.py", "free"}).out,
              HasSubstr("2 scenarios, 3 schedules: 2 ok\n"));
}

TEST_F(LitmusCli, ListsNamesAndQuestions) {
  const Output output = shop_.run({"litmus", "--list"});
  EXPECT_EQ(output.status, 0);
  EXPECT_EQ(output.out, "events  Are events in order?\nfree    Is it free?\n");
}

TEST_F(LitmusCli, GoesAsFarAsTheAdversary) {
  const Output output = shop_.run({"litmus", "--model", "adversarial"});
  EXPECT_EQ(output.status, 0);
  EXPECT_THAT(output.out, HasSubstr("      ok         1  may        b; a  [callback:1/2]\n"));
  EXPECT_THAT(output.out, HasSubstr("1 scenario, 2 schedules: 1 ok\n"));
  expect_refused(
      {"litmus", "events", "--model", "adversarial"},
      "--model: events says nothing about the adversarial model: it has no line `# model: adversarial`");
}

TEST_F(LitmusCli, ShowsWhatIsNotAsExpected) {
  shop_.write("x.py", about_two_events("# must: a; b\n# must not: b; a\n"));
  const Output output = shop_.run({"litmus", "x.py", "events"});
  EXPECT_EQ(output.status, 1);
  EXPECT_EQ(output.err, "");
  EXPECT_THAT(output.out, StartsWith("FAIL  x  (L1)\n"));
  EXPECT_THAT(output.out, HasSubstr("      FAIL       1  must not   b; a\n"
                                    "                               ./wt run x.py --schedule 1/2\n"));
  EXPECT_TRUE(output.out.ends_with("\n2 scenarios, 4 schedules: 1 ok, 1 FAIL\nnot ok: x\n")) << output.out;
  EXPECT_THAT(shop_.run({"run", "x.py", "--schedule", "1/2"}).out, HasSubstr("0 log b\n0 log a\n"));
}

TEST_F(LitmusCli, TheCommandThatItNamesKnowsTheModel) {
  std::string text = shop_.read(shop_.work() / "corpus/litmus/free.py");
  text.replace(text.find("may"), 3, "must not");
  shop_.write("x.py", text);
  const Output output = shop_.run({"litmus", "x.py", "--model", "adversarial"});
  EXPECT_EQ(output.status, 1);
  EXPECT_THAT(output.out, HasSubstr("./wt run x.py --model adversarial --schedule callback:1/2\n"));
  const Output shown = shop_.run({"run", "x.py", "--model", "adversarial", "--schedule", "callback:1/2"});
  EXPECT_THAT(shown.out, HasSubstr("0 log b\n0 log a\n"));
}

TEST_F(LitmusCli, LeavesOpenWhatTheLimitLeavesOpen) {
  const Output output = shop_.run({"litmus", "events", "--limit", "1"});
  EXPECT_EQ(output.status, 1);
  EXPECT_THAT(output.out, StartsWith("open  events  (L1)\n"));
  EXPECT_THAT(output.out, HasSubstr("      not complete: 1 schedule\n"));
  EXPECT_THAT(output.out, HasSubstr("1 scenario, 1 schedule: 0 ok, 1 open\nnot ok: events\n"));
}

TEST_F(LitmusCli, WrongUsageIsOneLine) {
  expect_refused(
      {"litmus", "none"},
      "found `none`; allowed here: the path of a file, or one of the names that litmus --list shows");
  expect_refused({"litmus", "none.py"},
                 "none.py:1:1: found no such file; allowed here: a text file of at most 1048576 bytes");
  expect_refused({"litmus", "events", "--limit", "0"},
                 "--limit: `0` is not a whole number from 1 to 18446744073709551615");
  expect_refused(
      {"litmus", "--root", "none"},
      "none/corpus/litmus:1:1: found No such file or directory; allowed here: a folder of litmus scenarios");
  std::filesystem::create_directories(shop_.work() / "empty/corpus/litmus");
  expect_refused({"litmus", "--root", "empty"},
                 "empty/corpus/litmus: found no scenario to run; allowed here: a folder of litmus scenarios");
  expect_refused({"litmus", "--model", "both"},
                 "--model: `both` is not a scheduling model; there are exact, realistic, adversarial");
  shop_.write("x.py", "# Is it so?\n# musst: a\n");
  expect_refused({"litmus", "events", "x.py"},
                 "x.py:2:3: found `musst`; allowed here: `answer:`, `laws:`, `known:`, `model:`, `show:`, "
                 "`canonical:`, `must:`, `may:`, `must not:`");
  shop_.write("x.py", about_two_events("# must: a; b\n") + "    pass pass\n");
  expect_refused({"litmus", "events", "x.py"}, "x.py:10:10: found `pass`; allowed here: the end of the line");
}

TEST_F(LitmusCli, ConfirmNeedsTheRealOne) {
  expect_refused({"litmus", "--confirm"}, "the real Tornado is not set up; run: wt setup --oracle");
  expect_refused({"litmus", "free", "--confirm", "--model", "adversarial"},
                 "--confirm: the real Tornado has the exact model only; leave out --model");
}

}  // namespace
}  // namespace windtunnel
