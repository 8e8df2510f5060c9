// Names of a program may contain anything: no form of a story obeys them.
#include "harness/findings/timeline/markup.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "harness/core/printable.hpp"
#include "harness/findings/story.hpp"
#include "harness/findings/story_json.hpp"
#include "harness/findings/test_report.hpp"
#include "harness/findings/timeline/perfetto.hpp"
#include "harness/findings/timeline/timeline_page.hpp"
#include "harness/findings/timeline/timeline_svg.hpp"

namespace windtunnel::findings {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* hostile = "</script><img src=x onerror=alert(1)> \"&' \033[2J \x01 \xff @DATA@";

Story hostile_story() {
  Story story;
  story.lanes = {{hostile, hostile}, {"b", ""}};
  StoryStep begins;
  begins.words = hostile;
  begins.place = hostile;
  StoryStep breaks = begins;
  breaks.kind = StoryKind::breaks;
  breaks.lane = 1;
  breaks.seconds = 0.5;
  breaks.causes = {0};
  story.steps = {begins, breaks};
  return story;
}

TEST(Markup, IsEscapedWhereItIsShown) {
  EXPECT_EQ(in_markup("a<b>&\"'\n\033\xff"), "a&lt;b&gt;&amp;&quot;&#39;\n\\x1b\\xff");
  EXPECT_EQ(core::printable_lines("ä→\n\t\x7f\xc2\x9b"), "ä→\n\\x09\\x7f\\xc2\\x9b");
  EXPECT_EQ(core::printable_line("a\nb\r"), "a b\\x0d");
  // Too long, a surrogate, beyond the last character, cut off.
  EXPECT_EQ(core::printable_line("\xc0\xaf \xed\xa0\x80 \xf4\x90\x80\x80 \xe2\x82"),
            "\\xc0\\xaf \\xed\\xa0\\x80 \\xf4\\x90\\x80\\x80 \\xe2\\x82");
}

TEST(Markup, OfNamesIsNotObeyedByThePage) {
  const Story story = hostile_story();
  const std::string page = to_html({hostile, hostile, &story, &story});
  EXPECT_THAT(page, Not(HasSubstr("<img")));
  EXPECT_EQ(page.find('\033'), std::string::npos);
  // Nothing but the page's own elements ends a script: its program, its data, and the texts of each run.
  std::size_t ends = 0;
  for (std::size_t at = page.find("</script>"); at != std::string::npos; at = page.find("</script>", at + 1))
    ++ends;
  EXPECT_EQ(ends, 4U);
  EXPECT_THAT(page, HasSubstr("@DATA@")) << "what is put in is not looked at again";
}

TEST(Markup, OfNamesIsNotObeyedByThePicture) {
  const std::string picture = timeline_svg(hostile_story());
  EXPECT_THAT(picture, Not(HasSubstr("<img")));
  EXPECT_THAT(picture, HasSubstr("&lt;/script&gt;"));
  EXPECT_EQ(picture.find('\033'), std::string::npos);
}

TEST(StoryJson, IsReadAsItWasWritten) {
  Story story = hostile_story();
  for (StoryLane& lane : story.lanes) lane = {"lane <&>", "host"};
  for (StoryStep& step : story.steps) step.words = step.place = "words \"\n";
  story.left_out = 3;
  EXPECT_EQ(story_from_json(to_json(story)), story);
  EXPECT_NO_THROW([[maybe_unused]] const auto read = nlohmann::json::parse(to_json(hostile_story())));
}

TEST(Perfetto, FollowsTheTraceEventFormat) {
  const auto all = nlohmann::json::parse(to_perfetto(hostile_story()));
  int slices = 0;
  int flows = 0;
  for (const auto& event : all.at("traceEvents")) {
    const std::string phase = event.at("ph");
    EXPECT_TRUE(event.at("ts").is_number_integer() && event.at("pid").is_number_integer() &&
                event.at("tid").is_number_integer() && event.at("name").is_string());
    slices += phase == "X" ? 1 : 0;
    flows += phase == "s" || phase == "f" ? 1 : 0;
    if (phase != "X") continue;
    EXPECT_GT(event.at("dur").get<int>(), 0);
  }
  EXPECT_EQ(slices, 2);
  EXPECT_EQ(flows, 2) << "an arrow from the cause to what broke";
}

TestReport failed_test() {
  TestReport test;
  test.test = "Counter.Counts";
  test.subject = "counter";
  test.holds = false;
  test.schedules = 3;
  FindingReport found;
  found.finding.law = "check";
  found.finding.message = "both count";
  found.finding.trace =
      "the law breaks if a reads x before b writes x; in the other order it holds\n\n  0 ...\n";
  found.story = hostile_story();
  found.story.steps.back().place = "counter_test.cpp:17";
  found.story.steps.back().file = "/elsewhere/counter_test.cpp";
  test.found = std::move(found);
  return test;
}

TEST(TestReport, HasWhatTheDocumentedSchemaSays) {
  TestReport passed;
  passed.test = "A.B";
  const auto report = nlohmann::json::parse(to_report({passed, failed_test()}));
  EXPECT_EQ(report.at("windtunnel_report"), 1);
  EXPECT_TRUE(report.at("tests").at(0).at("finding").is_null());
  const auto& test = report.at("tests").at(1);
  EXPECT_EQ(test.at("holds"), false);
  EXPECT_EQ(test.at("schedules"), 3);
  const auto& finding = test.at("finding");
  EXPECT_EQ(finding.at("file"), "/elsewhere/counter_test.cpp");
  EXPECT_EQ(finding.at("line"), 17);
  EXPECT_EQ(finding.at("because").at(0),
            "it breaks if a reads x before b writes x; in the other order it holds");
  EXPECT_EQ(finding.at("steps").at(1).at("kind"), "breaks");
  EXPECT_EQ(finding.at("steps").at(1).at("causes").at(0), 0);
}

TEST(TestReport, IsSarifForFindingsAlone) {
  TestReport passed;
  const auto sarif = nlohmann::json::parse(to_sarif({passed, failed_test()}));
  EXPECT_EQ(sarif.at("version"), "2.1.0");
  const auto& run = sarif.at("runs").at(0);
  EXPECT_EQ(run.at("tool").at("driver").at("rules").at(0).at("id"), "check");
  ASSERT_EQ(run.at("results").size(), 1U);
  const auto& result = run.at("results").at(0);
  EXPECT_EQ(result.at("ruleId"), "check");
  const auto& place = result.at("locations").at(0).at("physicalLocation");
  EXPECT_EQ(place.at("artifactLocation").at("uri"), "/elsewhere/counter_test.cpp");
  EXPECT_EQ(place.at("region").at("startLine"), 17);
}

}  // namespace
}  // namespace windtunnel::findings
