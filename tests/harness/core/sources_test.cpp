#include <array>
#include <gtest/gtest.h>
#include <set>
#include <string>
#include <vector>

#include "harness/core/bytes_source.hpp"
#include "harness/core/counting_source.hpp"
#include "harness/core/log_source.hpp"
#include "harness/core/odometer_source.hpp"
#include "harness/core/recording_source.hpp"
#include "harness/core/seeded_source.hpp"

namespace windtunnel::core {
namespace {

using tornado::ChoiceKind;
using tornado::ChoicePoint;
using tornado::ChoiceSource;

std::uint32_t ask(ChoiceSource& source, std::uint32_t options, ChoiceKind kind = ChoiceKind::external) {
  return source.choose({kind, options, "test"});
}

/// A run whose questions depend on its answers.
std::string branching_run(ChoiceSource& source) {
  std::string seen;
  const std::uint32_t first = ask(source, 3);
  seen += std::to_string(first);
  for (std::uint32_t i = 0; i < first; ++i) seen += std::to_string(ask(source, i + 2, ChoiceKind::callback));
  return seen;
}

TEST(SeededSource, SameSeedSameAnswers) {
  SeededSource left(5);
  SeededSource right(5);
  SeededSource other(6);
  bool differs = false;
  for (std::uint32_t options = 2; options < 1000; ++options) {
    const std::uint32_t answer = ask(left, options);
    EXPECT_LT(answer, options);
    EXPECT_EQ(answer, ask(right, options));
    differs = ask(other, options) != answer || differs;
  }
  EXPECT_TRUE(differs);
}

TEST(RecordingSource, WhatItRecordsReplays) {
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    SeededSource seeded(seed);
    ChoiceLog log;
    RecordingSource recording(seeded, log);
    const std::string seen = branching_run(recording);
    for (LogMode mode : {LogMode::strict, LogMode::nearest}) {
      LogSource replay(log, mode);
      EXPECT_EQ(branching_run(replay), seen);
      EXPECT_FALSE(replay.divergence());
      EXPECT_EQ(replay.asked(), log.size());
    }
  }
}

TEST(LogSource, BeyondTheEndItAnswersZero) {
  const ChoiceLog log = parse_choices("1/2");
  LogSource source(log);
  EXPECT_EQ(ask(source, 2), 1U);
  EXPECT_EQ(ask(source, 9), 0U);
  EXPECT_FALSE(source.divergence());
  EXPECT_EQ(source.asked(), 2U);
}

TEST(LogSource, RemembersTheFirstDivergence) {
  const ChoiceLog log = parse_choices("1/2,4/5,timer:1/2,1/2");
  LogSource nearest(log, LogMode::nearest);
  EXPECT_EQ(ask(nearest, 2), 1U);
  EXPECT_FALSE(nearest.divergence());
  EXPECT_EQ(ask(nearest, 3), 2U) << "an index past the end is the last option";
  EXPECT_EQ(ask(nearest, 2, ChoiceKind::callback), 1U);
  EXPECT_EQ(ask(nearest, 2), 1U);
  ASSERT_TRUE(nearest.divergence());
  EXPECT_EQ(nearest.divergence()->step, 1U);
  EXPECT_EQ(nearest.divergence()->recorded, (Choice{ChoiceKind::external, 5, 4}));
  EXPECT_EQ(nearest.divergence()->found_kind, ChoiceKind::external);
  EXPECT_EQ(nearest.divergence()->found_options, 3U);

  LogSource strict(log, LogMode::strict);
  EXPECT_EQ(ask(strict, 2), 1U);
  EXPECT_EQ(ask(strict, 5, ChoiceKind::callback), 0U) << "another kind";
  EXPECT_EQ(ask(strict, 2, ChoiceKind::timer), 0U) << "and quiet from there on";
  EXPECT_EQ(strict.divergence()->step, 1U);
}

TEST(BytesSource, OneByteUpTo256OptionsTwoAbove) {
  const std::array<std::uint8_t, 6> bytes = {255, 10, 0x34, 0x12, 7, 9};
  BytesSource source(bytes);
  EXPECT_EQ(ask(source, 256), 255U);
  EXPECT_EQ(ask(source, 3), 1U);
  EXPECT_EQ(ask(source, 257), 0x1234U % 257);
  EXPECT_EQ(ask(source, 10), 7U);
  EXPECT_EQ(source.used(), 5U);
  EXPECT_EQ(ask(source, 300), 0U) << "the bytes end within the answer";
  EXPECT_EQ(ask(source, 2), 0U);
  EXPECT_EQ(source.used(), 6U);
}

TEST(OdometerSource, MakesEachRunOnce) {
  std::set<std::string> seen;
  OdometerSource odometer;
  int runs = 0;
  do {
    seen.insert(branching_run(odometer));
    ++runs;
  } while (odometer.next());
  EXPECT_EQ(seen, (std::set<std::string>{"0", "10", "11", "200", "201", "202", "210", "211", "212"}));
  EXPECT_EQ(runs, 9);
  EXPECT_FALSE(odometer.truncated());
  EXPECT_TRUE(odometer.deterministic());
}

TEST(OdometerSource, VariesOnlyTheFirstQuestions) {
  OdometerSource odometer(2);
  int runs = 0;
  do {
    ask(odometer, 3);
    ask(odometer, 2);
    EXPECT_EQ(ask(odometer, 5), 0U);
    ++runs;
  } while (odometer.next());
  EXPECT_EQ(runs, 6);
  EXPECT_TRUE(odometer.truncated());
}

TEST(OdometerSource, NoticesARunThatIsNotDeterministic) {
  OdometerSource odometer;
  ask(odometer, 3);
  ask(odometer, 2);
  ASSERT_TRUE(odometer.next());
  EXPECT_TRUE(odometer.deterministic());
  EXPECT_EQ(ask(odometer, 2), 0U);
  EXPECT_FALSE(odometer.deterministic());
}

TEST(CountingSource, CountsByKind) {
  const ChoiceLog log = parse_choices("1/2,0/2,callback:3/5");
  LogSource inner(log);
  ChoiceCounts counts;
  CountingSource counting(inner, counts);
  ask(counting, 2);
  ask(counting, 2);
  ask(counting, 5, ChoiceKind::callback);
  EXPECT_EQ(counts[ChoiceKind::external], (ChoiceCounts::Count{2, 1}));
  EXPECT_EQ(counts[ChoiceKind::callback], (ChoiceCounts::Count{1, 1}));
  EXPECT_EQ(counts[ChoiceKind::fault], (ChoiceCounts::Count{0, 0}));
  ChoiceCounts sum = counts;
  sum += counts;
  EXPECT_EQ(sum[ChoiceKind::external], (ChoiceCounts::Count{4, 2}));
}

TEST(Decorators, WorkOverTheInterfaceToo) {
  SeededSource seeded(1);
  ChoiceSource& any = seeded;
  ChoiceCounts counts;
  ChoiceLog log;
  CountingSource counting(any, counts);
  RecordingSource recording(counting, log);
  for (int i = 0; i < 10; ++i) ask(recording, 4);
  EXPECT_EQ(log.size(), 10U);
  EXPECT_EQ(counts[ChoiceKind::external].asked, 10U);
}

}  // namespace
}  // namespace windtunnel::core
