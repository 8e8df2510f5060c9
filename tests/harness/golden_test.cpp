// The golden files are what the real Tornado did: every scenario among them runs here as it ran there, byte
// for byte, under each recorded schedule, watched or not, and no law has anything against it.
#include "tests/harness/scenario/golden.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <iterator>
#include <ostream>
#include <string>
#include <vector>

#include "harness/core/log_source.hpp"
#include "harness/core/seeded_source.hpp"
#include "harness/properties/laws/law_set.hpp"
#include "harness/scenario/parser.hpp"
#include "harness/scenario/printer.hpp"
#include "harness/scenario/source_text.hpp"
#include "harness/subjects/scenario_subject.hpp"

namespace windtunnel {
namespace {

// One recorded run: its schedule and its whole trace.
struct Recorded {
  core::ChoiceLog schedule;
  std::string trace;
};

std::string text_of(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

// The blocks of a .trace file, which are apart by a blank line.
std::vector<Recorded> recorded_runs(std::filesystem::path file) {
  std::vector<Recorded> runs;
  const std::string text = text_of(file.replace_extension(".trace"));
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t blank = std::min(text.find("\n\n", at), text.size() - 1);
    const std::string trace = text.substr(at, blank + 1 - at);
    constexpr std::string_view before = "schedule ";
    EXPECT_TRUE(trace.starts_with(before));
    runs.push_back(
        {core::parse_choices(std::string_view(trace).substr(before.size(), trace.find('\n') - before.size())),
         trace});
    at = blank + 2;
  }
  return runs;
}

// A golden scenario, parsed and compiled.
struct Golden {
  explicit Golden(const std::filesystem::path& file)
      : scenario(scenario::parse(scenario::read_source(file), file.string())), subject(scenario) {}
  scenario::Scenario scenario;
  subjects::ScenarioSubject subject;
};

// Calls `check` with each golden file of the area and its subject; counts them, so that an empty folder is no
// success.
template <class Check>
void each_of(std::string_view area, std::size_t expected, Check check) {
  std::size_t count = 0;
  for (const auto& file : scenario::golden_files()) {
    if (file.parent_path().filename() != area) continue;
    SCOPED_TRACE(file.filename());
    ++count;
    const Golden golden(file);
    check(file, golden);
  }
  EXPECT_EQ(count, expected) << "files in corpus/golden/" << area;
}

void replay(const Golden& golden, const core::ChoiceLog& schedule, bool observe, core::Trace& trace) {
  core::LogSource choices(schedule);
  run(golden.subject.subject(), choices, {.observe = observe}, trace);
  EXPECT_EQ(choices.asked(), schedule.size());
  EXPECT_FALSE(choices.divergence());
}

void expect_lawful(properties::LawSet& laws, const core::Trace& trace, core::SchedulingModel model) {
  const auto violation = laws.check(trace.events.begin(), trace.events.end(), model);
  EXPECT_FALSE(violation) << violation->law << " at event " << violation->step << ": " << violation->message
                          << "\n"
                          << trace.full_text();
}

struct Area {
  std::string_view name;
  std::size_t files;
};

void PrintTo(const Area& area, std::ostream* out) {
  *out << area.name;
}

class GoldenTest : public testing::TestWithParam<Area> {};

TEST_P(GoldenTest, PrintsAsItIsWritten) {
  each_of(GetParam().name, GetParam().files,
          [](const auto& file, const Golden& golden) { EXPECT_EQ(print(golden.scenario), text_of(file)); });
}

TEST_P(GoldenTest, RunsAsRecordedWatchedOrNot) {
  std::size_t runs = 0;
  core::Trace trace;
  each_of(GetParam().name, GetParam().files, [&](const auto& file, const Golden& golden) {
    const std::vector<Recorded> recorded = recorded_runs(file);
    ASSERT_FALSE(recorded.empty());
    EXPECT_TRUE(recorded.front().schedule.choices().empty() ||
                std::ranges::all_of(recorded.front().schedule.choices(),
                                    [](const core::Choice& choice) { return choice.index == 0; }))
        << "the canonical schedule comes first";
    for (const Recorded& block : recorded) {
      ++runs;
      for (bool observe : {false, true}) {
        replay(golden, block.schedule, observe, trace);
        EXPECT_EQ(trace.full_text(), block.trace);
        EXPECT_EQ(trace.events.size() > 0, observe);
      }
    }
  });
  EXPECT_GE(runs, GetParam().files);
  RecordProperty("runs", static_cast<int>(runs));
}

TEST_P(GoldenTest, LeavesTheSameEventsEachTimeAndNoViolation) {
  properties::LawSet laws;
  core::Trace first;
  core::Trace second;
  each_of(GetParam().name, GetParam().files, [&](const auto& file, const Golden& golden) {
    for (const Recorded& block : recorded_runs(file)) {
      replay(golden, block.schedule, true, first);
      replay(golden, block.schedule, true, second);
      EXPECT_TRUE(
          std::equal(first.events.begin(), first.events.end(), second.events.begin(), second.events.end()));
      expect_lawful(laws, first, core::SchedulingModel::exact);
    }
  });
  EXPECT_GE(laws.runs(), GetParam().files);
}

TEST_P(GoldenTest, KeepsTheLawsUnderAdversaries) {
  constexpr std::uint64_t schedules = 20;
  properties::LawSet laws;
  core::Trace trace;
  core::Trace again;
  each_of(GetParam().name, GetParam().files, [&](const auto& file, const Golden& golden) {
    for (std::uint64_t seed = 0; seed < schedules; ++seed) {
      core::SeededSource choices(core::derive(seed, laws.runs()));
      run(golden.subject.subject(), choices, {.model = core::SchedulingModel::adversarial}, trace);
      expect_lawful(laws, trace, core::SchedulingModel::adversarial);
      core::LogSource replayed(trace.schedule, core::LogMode::strict);
      run(golden.subject.subject(), replayed, {.model = core::SchedulingModel::adversarial, .observe = false},
          again);
      EXPECT_FALSE(replayed.divergence()) << file;
      EXPECT_EQ(again.full_text(), trace.full_text());
    }
  });
  EXPECT_EQ(laws.runs(), GetParam().files * schedules);
}

INSTANTIATE_TEST_SUITE_P(Areas, GoldenTest,
                         testing::Values(Area{"core", 60}, Area{"loop", 60}, Area{"sync", 60},
                                         Area{"context", 60}, Area{"legacy", 60}, Area{"all", 60}),
                         [](const auto& area) { return std::string(area.param.name); });

TEST(Golden, HasNoFilesOutsideItsAreas) {
  EXPECT_EQ(scenario::golden_files().size(), 360U);
}

}  // namespace
}  // namespace windtunnel
