#include "harness/subjects/periodic_subject.hpp"

#include <algorithm>
#include <gtest/gtest.h>

#include "harness/core/log_source.hpp"
#include "harness/core/seeded_source.hpp"
#include "harness/properties/judge.hpp"
#include "harness/subjects/cpp_subjects.hpp"

namespace windtunnel::subjects {
namespace {

core::Subject periodic() {
  return *find_cpp_subject("periodic");
}

bool has(const core::Trace& trace, tornado::EventKind kind) {
  return std::any_of(trace.events.begin(), trace.events.end(),
                     [&](const tornado::Event& event) { return event.kind == kind; });
}

TEST(PeriodicSubject, TheQuietRunIsOnePeriodicThatEnds) {
  const core::ChoiceLog quiet;
  core::LogSource choices(quiet);
  core::Trace trace;
  run(periodic(), choices, {}, trace);
  EXPECT_TRUE(trace.text.starts_with("0 start 1\n1 tick 1\n2 tick 1\n")) << trace.text;
  EXPECT_FALSE(trace.livelock);
}

TEST(PeriodicSubject, EveryRunEndsKeepsTheLawsAndGivesV5SomethingToJudge) {
  for (const core::SchedulingModel model :
       {core::SchedulingModel::exact, core::SchedulingModel::adversarial}) {
    properties::LawJudge all(core::local_guarantees);
    properties::LawSet v5(std::vector<std::string>{"V5"});
    core::RunOptions options;
    options.model = model;
    core::Trace trace;
    for (std::uint64_t seed = 0; seed < 500; ++seed) {
      core::SeededSource choices(seed);
      const std::optional<core::Violation> violation =
          run_and_judge(periodic(), choices, options, all, trace);
      ASSERT_FALSE(violation) << seed << ": " << violation->message;
      ASSERT_FALSE(trace.livelock) << seed;
      ASSERT_FALSE(v5.check(trace.events.begin(), trace.events.end(), model));
    }
    EXPECT_EQ(v5.runs_judged(0), 500U);
  }
}

TEST(PeriodicSubject, IsLateFailsStopsAndStartsAnew) {
  unsigned failed = 0;
  unsigned stopped = 0;
  unsigned several = 0;
  core::Trace trace;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    core::SeededSource choices(seed);
    run(periodic(), choices, {}, trace);
    failed += has(trace, tornado::EventKind::error_logged) ? 1U : 0U;
    stopped += has(trace, tornado::EventKind::periodic_stop) ? 1U : 0U;
    several += trace.text.find("start 2") != std::string::npos ? 1U : 0U;
  }
  EXPECT_GT(failed, 40U);
  EXPECT_GT(stopped, 40U);
  EXPECT_GT(several, 40U);
}

TEST(PeriodicSubject, TheSameChoicesGiveTheSameTrace) {
  core::Trace first;
  core::Trace second;
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    core::SeededSource choices(seed);
    run(periodic(), choices, {}, first);
    core::LogSource again(first.schedule, core::LogMode::strict);
    run(periodic(), again, {}, second);
    EXPECT_FALSE(again.divergence());
    EXPECT_EQ(properties::compare(first, second), std::nullopt);
  }
}

TEST(CppSubjects, AreKnownByName) {
  for (const CppSubject& native : cpp_subjects()) EXPECT_TRUE(find_cpp_subject(native.name)) << native.name;
  EXPECT_FALSE(find_cpp_subject("scenario"));
}

}  // namespace
}  // namespace windtunnel::subjects
