// The page of a campaign: its structure, and that it obeys no name.
#include "harness/findings/page/campaign_page.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <iterator>

#include "harness/findings/page/page_frame.hpp"
#include "harness/findings/page/search_page.hpp"
#include "tests/temporary_folder.hpp"

namespace windtunnel::findings {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* hostile = "</script><img src=x onerror=alert(1)> \"&' \033[2J \x01 \xff @BODY@";

std::string text_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

Story small_story() {
  Story story;
  story.lanes = {{hostile, ""}};
  StoryStep step;
  step.words = hostile;
  step.kind = StoryKind::breaks;
  story.steps = {step};
  return story;
}

CampaignPage hostile_page() {
  CampaignPage page;
  page.name = hostile;
  page.verdict = hostile;
  page.broken = true;
  page.searched = {{hostile, hostile}};
  page.curves.add(0, {{hostile, 0}});
  page.curves.add(1, {{hostile, 1}});
  page.counts = {{"faults", "Faults", hostile, {hostile, "runs", "struck"}, {{hostile, {7, 0}}}}};
  page.findings.push_back({hostile, hostile, hostile, hostile, hostile, small_story(), {}});
  return page;
}

TEST(CampaignPage, ObeysNoName) {
  const std::string page = to_html(hostile_page(), {hostile});
  EXPECT_THAT(page, Not(HasSubstr("<img")));
  EXPECT_THAT(page, Not(HasSubstr("<script")));
  EXPECT_EQ(page.find('\033'), std::string::npos);
  EXPECT_EQ(page.find('\x01'), std::string::npos);
  EXPECT_THAT(page, HasSubstr("@BODY@")) << "what is put in is not looked at again";
}

TEST(CampaignPage, SaysWhatNeverHappened) {
  CampaignPage page;
  page.counts = {
      {"faults", "Faults", "", {"fault", "runs", "struck"}, {{"reset", {7, 1200}}, {"cut", {9, 0}}}},
      {"goals", "Sometimes", "", {"situation", "runs"}, {}}};
  const std::string text = to_html(page, {});
  EXPECT_THAT(text, HasSubstr("<td>reset</td><td class=\"number\">7</td><td class=\"number\">1,200</td>"));
  EXPECT_THAT(text, HasSubstr("<tr class=\"never\"><td>cut</td><td class=\"number\">9</td><td "
                              "class=\"number\">never</td>"));
  EXPECT_THAT(text, Not(HasSubstr("Sometimes"))) << "there are none";
}

TEST(CampaignPage, DoesNotBlameWhatNeedNotHappen) {
  CampaignPage page;
  page.counts = {{"strategies", "Strategies", "", {"strategy", "new"}, {{"pct", {0}}}, false}};
  EXPECT_THAT(to_html(page, {}), HasSubstr("<tr><td>pct</td><td class=\"number\">0</td>"));
}

TEST(CampaignPage, FoldsALongTableAway) {
  CampaignPage page;
  PageCounts counts{"marks", "Coverage marks", "", {"situation", "runs"}, {}};
  for (std::uint64_t at = 0; at < 100; ++at) counts.rows.push_back({"mark", {at}});
  page.counts = {counts};
  EXPECT_THAT(to_html(page, {}), HasSubstr("<details><summary>99 of 100 were seen</summary>"));
}

TEST(CampaignPage, CutsAFindingThatIsTooLong) {
  CampaignPage page;
  page.findings.push_back({"check", "m", "", std::string(1'000'000, 'x'), "", {}, {}});
  const std::string text = to_html(page, {});
  EXPECT_LT(text.size(), 300'000U);
  EXPECT_THAT(text, HasSubstr("the finding's file has the rest"));
}

TEST(CampaignPage, IsWrittenWithItsTimelineAndIsInTheList) {
  const TemporaryFolder folder;
  CampaignPage page = hostile_page();
  page.name = "Account.IsNeverOverdrawn/2";
  EXPECT_EQ(write_page(page, folder.path() / "pages"), "");
  const std::string text = text_of(folder.path() / "pages/Account.IsNeverOverdrawn-2.html");
  EXPECT_THAT(text, HasSubstr("href=\"Account.IsNeverOverdrawn-2-timeline.html\""));
  EXPECT_THAT(text_of(folder.path() / "pages/Account.IsNeverOverdrawn-2-timeline.html"),
              HasSubstr("id=\"data\""));
  page.name = "another";
  page.verdict = "nothing broke";
  EXPECT_EQ(write_page(page, folder.path() / "pages"), "");
  const std::string list = text_of(folder.path() / "pages/index.html");
  EXPECT_THAT(list, HasSubstr("<a href=\"Account.IsNeverOverdrawn-2.html\">Account.IsNeverOverdrawn-2</a>"));
  EXPECT_THAT(list, HasSubstr("<a href=\"another.html\">another</a></td><td>nothing broke</td>"));
  EXPECT_THAT(list, Not(HasSubstr("-timeline.html")));
  EXPECT_THAT(list, Not(HasSubstr("<img")));
}

TEST(CampaignPage, ThatCannotBeWrittenSaysSo) {
  const TemporaryFolder folder;
  std::ofstream(folder.path() / "file") << "x";
  EXPECT_THAT(write_page(hostile_page(), folder.path() / "file"), HasSubstr("cannot be"));
}

TEST(CampaignPage, HasANameForItsFileWhateverItIsCalled) {
  EXPECT_EQ(file_name_of("../a b"), "-.-a-b");
  EXPECT_EQ(file_name_of(""), "-search");
  EXPECT_EQ(file_name_of("index"), "index-search") << "it is not the list";
  EXPECT_EQ(file_name_of(std::string(500, 'x')).size(), 100U);
}

TEST(SearchPage, HasStrategiesGoalsAndFaults) {
  engine::SearchOptions options;
  engine::SearchResult result;
  result.shares = {{"pct", 10, 4}, {"random", 3, 0}};
  result.goals.sometimes = {{"the queue is full", 0}};
  result.faults.counts = {{"reset", 5, 2}};
  result.certificate = "complete: every schedule (2)";
  const CampaignPage page = page_of("subject", options, result, {});
  EXPECT_TRUE(page.broken) << "a goal was not reached";
  const std::string text = to_html(page, {});
  EXPECT_THAT(text, HasSubstr("<td>pct</td><td class=\"number\">10</td><td class=\"number\">4</td>"));
  EXPECT_THAT(text, HasSubstr("<td>the queue is full</td><td class=\"number\">never</td>"));
  EXPECT_THAT(text, HasSubstr("<td>reset</td><td class=\"number\">5</td><td class=\"number\">2</td>"));
  EXPECT_THAT(text, HasSubstr("complete: every schedule (2)"));
}

}  // namespace
}  // namespace windtunnel::findings
