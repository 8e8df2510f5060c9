#include "harness/strategies/exhaustive.hpp"

#include <algorithm>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "harness/core/odometer_source.hpp"
#include "tests/harness/strategies/script.hpp"

namespace windtunnel::strategies {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

/// A script as a subject, with what its latest run showed.
class Scripted {
 public:
  explicit Scripted(const Script& script)
      : subject_([this, &script](World& world) {
          said_.assign(script.tasks.size(), std::string());
          end_ = "stuck";
          return run_script(world, script, said_, end_);
        }) {}

  void run(tornado::ChoiceSource& choices, core::Trace& trace) const {
    windtunnel::core::run(subject_.subject(), choices, {}, trace);
  }

  std::string outcome(const core::Trace& trace) const {
    std::string all;
    for (const std::string& each : said_) all += each + "| ";
    return all + end_ + (trace.objection ? " " + std::string(trace.objection->rule) : "");
  }

 private:
  std::vector<std::string> said_;
  std::string end_;
  WorldSubject subject_;
};

/// What makes schedules equivalent, worked out in a way of its own: the steps by task and place there, and
/// which of two that conflict came first.
std::string mazurkiewicz_trace(const core::Trace& trace) {
  std::vector<Footprint> footprints;
  std::vector<std::string> names;
  std::map<std::uint32_t, int> places;
  FootprintReader reader;
  for (std::size_t at = 0; at < trace.steps.done().size(); ++at) {
    reader.read(trace, at, footprints.emplace_back());
    const std::uint32_t task = trace.steps.done()[at].task;
    names.push_back(std::string(trace.steps.task_name(task)) + "/" + std::to_string(places[task]++));
  }
  std::vector<std::string> lines = names;
  for (std::size_t second = 0; second < names.size(); ++second) {
    for (std::size_t first = 0; first < second; ++first) {
      if (conflict(footprints[first], footprints[second]))
        lines.push_back(names[first] + "<" + names[second]);
    }
  }
  std::sort(lines.begin(), lines.end());
  std::string all;
  for (const std::string& line : lines) all += line + ",";
  return all;
}

struct Found {
  std::set<std::string> outcomes;
  std::set<std::string> traces;
  std::uint64_t schedules = 0;
};

/// Every schedule; nothing if there are too many.
std::optional<Found> brute_force(const Scripted& scripted, std::uint64_t most) {
  Found found;
  core::OdometerSource odometer;
  core::Trace trace;
  do {
    if (found.schedules++ == most) return std::nullopt;
    scripted.run(odometer, trace);
    const std::string outcome = scripted.outcome(trace);
    found.outcomes.insert(outcome);
    found.traces.insert(mazurkiewicz_trace(trace) + outcome);
  } while (odometer.next());
  EXPECT_TRUE(odometer.deterministic());
  return found;
}

// The proof that nothing is left out and nothing is run twice.
TEST(Exhaustive, ShowsWhatBruteForceShowsByOneRunATrace) {
  constexpr int wanted = 1000;
  int programs = 0;
  int with_fewer = 0;
  double schedules = 0;
  double runs = 0;
  for (std::uint64_t seed = 1; programs < wanted; ++seed) {
    const Script script = random_script(seed);
    const Scripted scripted(script);
    const std::optional<Found> all = brute_force(scripted, 1500);
    if (!all) continue;
    ++programs;
    Exhaustive exhaustive;
    Found found;
    core::Trace trace;
    while (exhaustive.begin_run(0, trace)) {
      scripted.run(exhaustive, trace);
      exhaustive.end_run(trace);
      found.outcomes.insert(scripted.outcome(trace));
      found.traces.insert(mazurkiewicz_trace(trace) + scripted.outcome(trace));
      ++found.schedules;
    }
    const ExhaustiveFigures& figures = exhaustive.figures();
    ASSERT_TRUE(figures.complete && figures.deterministic && figures.reduced && !figures.cut) << seed;
    ASSERT_EQ(found.outcomes, all->outcomes) << seed;
    ASSERT_EQ(found.traces, all->traces) << seed;
    ASSERT_EQ(figures.traces, all->traces.size()) << seed;
    ASSERT_EQ(figures.traces + figures.blocked, found.schedules) << seed;
    if (figures.counted) {
      ASSERT_EQ(figures.represented, static_cast<double>(all->schedules)) << seed;
    }
    with_fewer += figures.traces < all->schedules ? 1 : 0;
    schedules += static_cast<double>(all->schedules);
    runs += static_cast<double>(found.schedules);
  }
  EXPECT_GT(with_fewer, wanted / 2);
  EXPECT_LT(runs, schedules / 2);
}

TEST(Exhaustive, SaysWhatItHasShown) {
  Script script;
  script.begun = 2;
  script.tasks = {{{Act::Kind::read, 0}, {Act::Kind::write, 0}},
                  {{Act::Kind::read, 0}, {Act::Kind::write, 0}}};
  const Scripted scripted(script);
  Exhaustive exhaustive;
  core::Trace trace;
  ASSERT_TRUE(exhaustive.begin_run(0, trace));
  scripted.run(exhaustive, trace);
  exhaustive.end_run(trace);
  EXPECT_THAT(exhaustive.certificate(), StartsWith("not complete: 1 schedules, which stand for "));
  while (exhaustive.begin_run(0, trace)) {
    scripted.run(exhaustive, trace);
    exhaustive.end_run(trace);
  }
  EXPECT_EQ(exhaustive.certificate(),
            "complete: every schedule up to equivalence of declared accesses (4 of 6 run)");
}

// With the outside world's events and the time that steps take, steps do not tell all.
TEST(Exhaustive, LeavesNothingOutWhereStepsDoNotTellAll) {
  const WorldSubject subject([](World& world) -> tornado::Future<void> {
    world.declares_all_accesses();
    const Shared<int> x(world, "x");
    const Shared<int> y(world, "y");
    world.loop().external([] {});
    world.spawn("a", [](World&, Shared<int> mine) -> tornado::Future<void> { co_yield mine.write(1); }, x);
    world.spawn("b", [](World&, Shared<int> mine) -> tornado::Future<void> { co_yield mine.write(1); }, y);
    co_yield world.join();
  });
  Exhaustive exhaustive;
  core::Trace trace;
  std::uint64_t runs = 0;
  for (; exhaustive.begin_run(0, trace); ++runs) {
    run(subject.subject(), exhaustive, {}, trace);
    exhaustive.end_run(trace);
  }
  core::OdometerSource odometer;
  std::uint64_t all = 0;
  do {
    run(subject.subject(), odometer, {}, trace);
    ++all;
  } while (odometer.next());
  EXPECT_FALSE(exhaustive.figures().reduced);
  EXPECT_EQ(exhaustive.figures().traces, all);
  EXPECT_EQ(runs, all + 1) << "the first run was for nothing";
  EXPECT_THAT(exhaustive.certificate(), StartsWith("complete: every schedule ("));
}

TEST(Exhaustive, ClaimsNothingWhereALimitEndedARun) {
  const WorldSubject subject([](World& world) -> tornado::Future<void> {
    for (;;) co_yield world.turn();
  });
  Exhaustive exhaustive;
  core::Trace trace;
  core::RunOptions options;
  options.phase_limit = 50;
  while (exhaustive.begin_run(0, trace)) {
    run(subject.subject(), exhaustive, options, trace);
    exhaustive.end_run(trace);
  }
  EXPECT_THAT(exhaustive.certificate(), StartsWith("not complete"));
}

}  // namespace
}  // namespace windtunnel::strategies
