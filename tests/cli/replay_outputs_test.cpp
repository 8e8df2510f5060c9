// What `replay` and `compare` write and say of a finding, and what they refuse.
#include <filesystem>
#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <iterator>
#include <string>

#include "harness/cli/debugger.hpp"
#include "tests/cli/command_test.hpp"

namespace windtunnel {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

std::string text_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

class ReplayOutputs : public CommandTest {
 protected:
  std::string finding_of(const std::string& subject) {
    const Output found = shop_.run({"explore", subject, "--model", "realistic", "--findings", subject});
    EXPECT_EQ(found.status, 1) << found.out << found.err;
    return std::filesystem::directory_iterator(shop_.work() / subject)->path().string();
  }
};

TEST_F(ReplayOutputs, AreAPageAPictureAndATrace) {
  const std::string finding = finding_of("lost_update");
  const Output replay =
      shop_.run({"replay", finding, "--timeline", "t.html", "--svg", "t.svg", "--perfetto", "t.json"});
  EXPECT_EQ(replay.status, 1) << replay.err;
  EXPECT_THAT(text_of(shop_.work() / "t.html"), StartsWith("<!DOCTYPE html>"));
  EXPECT_THAT(text_of(shop_.work() / "t.html"), HasSubstr("breaks check"));
  EXPECT_THAT(text_of(shop_.work() / "t.svg"), StartsWith("<svg "));
  EXPECT_THAT(text_of(shop_.work() / "t.json"), HasSubstr("\"traceEvents\""));
}

TEST_F(ReplayOutputs, ThatCannotBeWrittenAreRefusedInWords) {
  const std::string finding = finding_of("lost_update");
  const Output replay = shop_.run({"replay", finding, "--svg", "there/is/no/folder.svg"});
  EXPECT_EQ(replay.status, 2);
  EXPECT_THAT(replay.err, HasSubstr("--svg: there/is/no/folder.svg cannot be written"));
  // A full disk.
  EXPECT_THAT(shop_.run({"replay", finding, "--svg", "/dev/full"}).err, HasSubstr("cannot be written"));
}

TEST_F(ReplayOutputs, AReplayTellsTheStoryAndTheTraceHasEverything) {
  const std::string finding = finding_of("lost_update");
  const std::string told = shop_.run({"replay", finding}).out;
  EXPECT_THAT(told, HasSubstr("time (s)"));
  EXPECT_THAT(told, HasSubstr("beside the nearest run that holds: they part after "));
  EXPECT_THAT(told, Not(HasSubstr("callback 1 is queued")));
  EXPECT_THAT(shop_.run({"replay", finding, "--trace"}).out, HasSubstr("I/O phase"));
}

TEST_F(ReplayOutputs, TwoRunsAreComparedFromWhereTheyPart) {
  const std::string finding = finding_of("bluetooth");
  const Output other = shop_.run({"compare", finding, "-"});
  EXPECT_EQ(other.status, 1) << other.err;
  EXPECT_THAT(other.out, HasSubstr("first       bluetooth: breaks check: "));
  EXPECT_THAT(other.out, HasSubstr("second      bluetooth: holds\n\nthey part after "));
  const Output same = shop_.run({"compare", finding, finding});
  EXPECT_EQ(same.status, 0) << same.out << same.err;
  EXPECT_THAT(same.out, HasSubstr("they do not differ\n"));
  const Output bad = shop_.run({"compare", finding, "no schedule"});
  EXPECT_EQ(bad.status, 2);
  EXPECT_THAT(bad.err, HasSubstr("is no file, no replay string, and no schedule"));
}

TEST_F(ReplayOutputs, AScenarioHasNoTimeline) {
  std::ofstream(shop_.work() / "bad.py") << "def main():\n    raise ValueError(\"x\")\n";
  const Output found = shop_.run({"explore", "bad.py", "--findings", "bad"});
  if (found.status != 1) GTEST_SKIP() << "it breaks no law";
  const std::string finding = std::filesystem::directory_iterator(shop_.work() / "bad")->path().string();
  EXPECT_THAT(shop_.run({"replay", finding, "--svg", "t.svg"}).err, HasSubstr("the run has no timeline"));
}

TEST_F(ReplayOutputs, ASearchHasAPage) {
  const Output found =
      shop_.run({"explore", "lost_update", "--model", "realistic", "--findings", "f", "--html", "pages"});
  EXPECT_EQ(found.status, 1) << found.err;
  EXPECT_THAT(text_of(shop_.work() / "pages/index.html"), HasSubstr("lost_update.html"));
  const std::string page = text_of(shop_.work() / "pages/lost_update.html");
  EXPECT_THAT(page, HasSubstr("What was searched"));
  EXPECT_THAT(page, HasSubstr("lost_update-timeline.html"));
  EXPECT_TRUE(std::filesystem::exists(shop_.work() / "pages/lost_update-timeline.html"));
  EXPECT_EQ(shop_.run({"explore", "lost_update_fixed", "--runs", "10", "--html", "/dev/null/x"}).status, 2);
}

TEST_F(ReplayOutputs, ACheckHasAPage) {
  const Output checked = shop_.run({"check", "--runs", "100", "--html", "pages"});
  EXPECT_EQ(checked.status, 0) << checked.err;
  EXPECT_THAT(text_of(shop_.work() / "pages/index.html"),
              HasSubstr("check.html\">check</a></td><td>all laws hold"));
  const std::string page = text_of(shop_.work() / "pages/check.html");
  for (const char* heading : {"What was searched", "New things over time", "Laws", "Coverage marks"})
    EXPECT_THAT(page, HasSubstr(std::string("<h2>") + heading)) << heading;
  const Output of_subject = shop_.run(
      {"check", "--subject", "lost_update", "--model", "realistic", "--runs", "2000", "--html", "pages"});
  EXPECT_EQ(of_subject.status, 1) << of_subject.err;
  EXPECT_THAT(text_of(shop_.work() / "pages/check-lost_update.html"),
              HasSubstr("check-lost_update-timeline.html"));
}

TEST_F(ReplayOutputs, APageThatCannotBeWrittenIsRefusedBeforeTheSearch) {
  for (const char* command : {"check", "explore"}) {
    std::vector<std::string> words{command, "--time", "50s", "--html", "/dev/null/x"};
    if (words.front() == "explore") words.insert(words.begin() + 1, "lost_update_fixed");
    const Output refused = shop_.run(words);
    EXPECT_EQ(refused.status, 2) << command;
    EXPECT_THAT(refused.err, HasSubstr("--html: ")) << command;
    EXPECT_EQ(refused.out, "") << command;
  }
}

TEST_F(ReplayOutputs, AFindingOfAnotherVersionIsRefusedInWords) {
  const std::string finding = finding_of("lost_update");
  std::string text = text_of(shop_.work() / finding);
  text.replace(text.find("finding 2"), 9, "finding 9");
  shop_.write("newer.finding", text);
  EXPECT_THAT(shop_.run({"replay", "newer.finding", "--timeline", "t.html"}).err,
              HasSubstr("allowed here: a format from 1 to 2; a newer windtunnel may read this one"));
  EXPECT_FALSE(std::filesystem::exists(shop_.work() / "t.html"));
}

TEST(Debugger, StopsWhereTheFindingBreaks) {
  findings::Finding finding;
  finding.law = "check";
  EXPECT_THAT(
      cli::gdb_command("/bin/windtunnel", "f.finding", finding),
      ElementsAre("gdb", "-q", "-ex", "set breakpoint pending on", "-ex", "break windtunnel::World::object",
                  "-ex", "run", "--args", "/bin/windtunnel", "replay", "f.finding", "--here"));
  finding.law = "V7";
  EXPECT_THAT(cli::gdb_command("w", "f", finding), Not(testing::Contains("break windtunnel::World::object")));
}

}  // namespace
}  // namespace windtunnel
