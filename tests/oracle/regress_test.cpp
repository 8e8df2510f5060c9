// Replays corpus/regress: scenarios on which this runtime and the real Tornado once differed, with the real
// Tornado's traces.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <sstream>
#include <string>
#include <vector>

#include "harness/core/log_source.hpp"
#include "harness/scenario/parser.hpp"
#include "harness/subjects/scenario_subject.hpp"

namespace windtunnel {

namespace {

std::string text_of(const std::filesystem::path& file) {
  std::ifstream in(file);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

/// The blocks of a trace file, one for each schedule, without the blank lines between them.
std::vector<std::string> blocks_of(const std::string& text) {
  std::vector<std::string> blocks;
  for (std::size_t begin = 0; begin < text.size();) {
    std::size_t end = std::min(text.find("\n\n", begin), text.size() - 1);
    blocks.push_back(text.substr(begin, end + 1 - begin));
    begin = end + 2;
  }
  return blocks;
}

std::string trace_of(const std::filesystem::path& file, const std::string& schedule) {
  scenario::Scenario scenario = scenario::parse(text_of(file), file.string());
  subjects::ScenarioSubject subject(scenario, file.string());
  core::ChoiceLog log = core::parse_choices(schedule);
  core::LogSource choices(log);
  core::Trace trace;
  run(subject.subject(), choices, core::RunOptions(), trace);
  return trace.full_text();
}

TEST(Regress, EveryScenarioGivesTheTracesOfTheRealOne) {
  std::size_t scenarios = 0;
  for (const auto& entry : std::filesystem::directory_iterator(WINDTUNNEL_SOURCE_DIR "/corpus/regress")) {
    if (entry.path().extension() != ".py") continue;
    ++scenarios;
    std::filesystem::path traces = entry.path();
    std::vector<std::string> blocks = blocks_of(text_of(traces.replace_extension(".trace")));
    EXPECT_FALSE(blocks.empty()) << traces;
    for (const std::string& block : blocks) {
      ASSERT_EQ(block.rfind("schedule ", 0), 0U) << traces;
      std::string schedule = block.substr(9, block.find('\n') - 9);
      EXPECT_EQ(trace_of(entry.path(), schedule), block) << traces;
    }
  }
  EXPECT_GE(scenarios, 11U);
}

}  // namespace

}  // namespace windtunnel
