// That "complete" is true: over generated programs, every schedule is run by brute force, and what it shows
// is compared with what a search showed that called itself complete.
#include <algorithm>
#include <cstdlib>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <memory>
#include <optional>
#include <set>
#include <string>

#include "harness/core/odometer_source.hpp"
#include "harness/strategies/deviations.hpp"
#include "harness/strategies/exhaustive.hpp"
#include "harness/strategies/strategies.hpp"
#include "tests/harness/strategies/mixed_program.hpp"

namespace windtunnel::strategies {
namespace {

using ::testing::StartsWith;
using tornado::Future;

/// A program as a subject that tells what each run showed.
class Mixed {
 public:
  explicit Mixed(const MixedProgram& program)
      : program_(program), subject_([this](World& world) { return run_mixed(world, program_, outcome_); }) {}

  std::string run(tornado::ChoiceSource& choices, core::Trace& trace) const {
    core::RunOptions options;
    options.model = program_.model;
    core::run(subject_.subject(), choices, options, trace);
    return outcome_.text() + (trace.objection ? " " + std::string(trace.objection->rule) : "");
  }

 private:
  const MixedProgram& program_;
  MixedOutcome outcome_;
  WorldSubject subject_;
};

// Whether a deadline could pass while code ran, or a timer be late.
bool has_question_of_time(const core::Trace& trace) {
  const auto& choices = trace.schedule.choices();
  return std::any_of(choices.begin(), choices.end(),
                     [](const core::Choice& choice) { return choice.kind == tornado::ChoiceKind::timer; });
}

/// What every schedule shows; nothing if there are too many.
std::optional<std::set<std::string>> brute_force(const Mixed& mixed, std::uint64_t most,
                                                 std::uint64_t& schedules, bool* timed = nullptr) {
  std::set<std::string> outcomes;
  const std::uint64_t limit = most;
  core::OdometerSource odometer;
  core::Trace trace;
  do {
    if (most-- == 0) return std::nullopt;
    outcomes.insert(mixed.run(odometer, trace));
    if (timed != nullptr) *timed = *timed || has_question_of_time(trace);
  } while (odometer.next());
  EXPECT_TRUE(odometer.deterministic());
  schedules += limit - most;
  return outcomes;
}

/// What the strategy shows until it has run all there is.
std::set<std::string> search(const Mixed& mixed, Strategy& strategy, std::uint64_t seed) {
  std::set<std::string> outcomes;
  core::Trace trace;
  while (strategy.begin_run(seed, trace)) {
    outcomes.insert(mixed.run(strategy, trace));
    strategy.end_run(trace);
  }
  return outcomes;
}

struct Proved {
  std::uint64_t programs = 0;
  std::uint64_t complete = 0;
  std::uint64_t schedules = 0;
  std::uint64_t outcomes = 0;
  std::uint64_t fewer = 0;  ///< declared programs of which schedules were left out
  std::uint64_t timed = 0;  ///< programs in which a deadline could pass while code ran
};

void compare(const MixedProgram& program, std::uint64_t seed, Proved& proved) {
  const Mixed mixed(program);
  bool timed = false;
  const std::optional<std::set<std::string>> all = brute_force(mixed, 3000, proved.schedules, &timed);
  if (!all) return;
  ++proved.programs;
  proved.timed += timed ? 1U : 0U;
  proved.outcomes += all->size();
  Exhaustive exhaustive(seed % 2 == 0 ? Exhaustive::Order::random : Exhaustive::Order::first_in_first_out);
  const std::set<std::string> found = search(mixed, exhaustive, seed);
  ASSERT_TRUE(exhaustive.figures().deterministic) << seed;
  if (exhaustive.complete()) {
    ++proved.complete;
    ASSERT_EQ(found, *all) << "program " << seed << ", " << exhaustive.certificate();
    if (!program.declared) {
      ASSERT_THAT(exhaustive.certificate(), StartsWith("complete: every schedule ("));
    }
  }
  proved.fewer +=
      exhaustive.figures().represented > static_cast<double>(exhaustive.figures().traces) ? 1U : 0U;
  if (seed % 4 != 0) return;
  Deviations deviations;
  ASSERT_EQ(search(mixed, deviations, seed), *all) << "program " << seed;
  ASSERT_TRUE(deviations.complete());
}

// Two tasks of five steps have 252 orders. What they share, nobody sees.
struct OfTen {
  std::string order;
  std::string bad;
};

template <class Wait>
Future<void> five_steps(World& world, OfTen* shared, char me, Wait wait) {
  for (int left = 5; left > 0; --left) {
    auto waited = wait(world);
    co_yield waited;
    shared->order += me;
  }
}

template <class Wait>
WorldProgram ten_steps(Wait wait, OfTen& shared) {
  return [wait, &shared](World& world) -> Future<void> {
    shared.order.clear();
    return [](World& in, Wait with, OfTen* both) -> Future<void> {
      in.spawn("a", five_steps<Wait>, both, 'a', with);
      in.spawn("b", five_steps<Wait>, both, 'b', with);
      co_yield in.join();
      in.check(both->order != both->bad, "it is another order");
    }(world, wait, &shared);
  };
}

template <class Wait>
void find_one_of_252(Wait wait, core::SchedulingModel model) {
  OfTen shared;
  shared.bad = "abbabaabab";
  const WorldSubject subject(ten_steps(wait, shared));
  core::RunOptions options;
  options.model = model;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const auto exhaustive = make_strategy("exhaustive");
    core::Trace trace;
    std::uint64_t runs = 0;
    std::uint64_t failing = 0;
    while (exhaustive->begin_run(seed, trace) && ++runs < 20'000) {
      run(subject.subject(), *exhaustive, options, trace);
      exhaustive->end_run(trace);
      failing += trace.objection ? 1U : 0U;
    }
    EXPECT_GE(failing, 1U) << seed;
    EXPECT_GE(runs, 252U);
    EXPECT_THAT(exhaustive->certificate(), StartsWith("complete: every schedule ("));
  }
}

TEST(Complete, FindsTheOneBadOrderOf252WhateverTheTasksWaitFor) {
  find_one_of_252([](World& world) { return world.turn(); }, core::SchedulingModel::exact);
  // Each sleeps until the same time, and then either may come first: 2^5 orders of pairs.
  OfTen shared;
  shared.bad = "abbabaabba";
  const auto sleep = [](World& world) { return world.sleep(tornado::Duration(1)); };
  const WorldSubject sleepers(ten_steps(sleep, shared));
  Exhaustive exhaustive;
  core::Trace trace;
  std::uint64_t failing = 0;
  while (exhaustive.begin_run(1, trace)) {
    run(sleepers.subject(), exhaustive, {}, trace);
    exhaustive.end_run(trace);
    failing += trace.objection ? 1U : 0U;
  }
  EXPECT_EQ(failing, 1U);
  EXPECT_EQ(exhaustive.certificate(), "complete: every schedule (32)");
}

TEST(Complete, IsNotSaidOfADeclaredProgramWhoseFailureHidesSteps) {
  const WorldSubject subject([](World& world) -> Future<void> {
    world.declares_all_accesses();
    const Shared<int> x(world, "x");
    world.spawn(
        "reads",
        [](World& in, Shared<int> mine) -> Future<void> {
          const int value = co_yield mine.read();
          in.check(value == 1, "it was written before");
        },
        x);
    world.spawn("writes", [](World&, Shared<int> mine) -> Future<void> { co_yield mine.write(1); }, x);
    co_yield world.join();
  });
  Exhaustive exhaustive;
  core::Trace trace;
  while (exhaustive.begin_run(1, trace)) {
    run(subject.subject(), exhaustive, {}, trace);
    exhaustive.end_run(trace);
  }
  EXPECT_FALSE(exhaustive.complete());
  EXPECT_THAT(exhaustive.certificate(), StartsWith("not complete: "));
}

// WINDTUNNEL_PROGRAMS=5000 makes it a long test.
std::uint64_t programs_or(std::uint64_t usual) {
  const char* given = std::getenv("WINDTUNNEL_PROGRAMS");
  return given != nullptr ? std::strtoull(given, nullptr, 10) : usual;
}

void report(const Proved& proved) {
  fmt::print(
      "{} programs: {} complete, {} with schedules left out, {} in which time passes, {} schedules, {} "
      "outcomes\n",
      proved.programs, proved.complete, proved.fewer, proved.timed, proved.schedules, proved.outcomes);
  ::testing::Test::RecordProperty("programs", static_cast<int>(proved.programs));
  ::testing::Test::RecordProperty("complete", static_cast<int>(proved.complete));
}

TEST(Complete, MeansThatBruteForceShowsNothingElse) {
  const std::uint64_t wanted = programs_or(250);
  Proved proved;
  for (std::uint64_t seed = 1; proved.programs < wanted && !HasFatalFailure(); ++seed)
    compare(mixed_program(seed), seed, proved);
  EXPECT_GT(proved.complete * 10, proved.programs * 8) << "most searches come to their end";
  EXPECT_GT(proved.fewer * 10, proved.programs) << "and in many, something is left out";
  EXPECT_GT(proved.schedules, proved.programs * 30);
  EXPECT_GT(proved.outcomes, proved.programs * 3);
  report(proved);
}

// Steps take time, so deadlines pass between them; timers are late; tasks begin in any order.
TEST(Complete, MeansThatBruteForceShowsNothingElseInTheRealisticModel) {
  const std::uint64_t wanted = programs_or(40);
  Proved proved;
  for (std::uint64_t seed = 1; proved.programs < wanted && !HasFatalFailure(); ++seed)
    compare(realistic_program(seed), seed, proved);
  EXPECT_GT(proved.complete * 10, proved.programs * 8) << "most searches come to their end";
  EXPECT_GT(proved.timed * 10, proved.programs * 3) << "and in many, deadlines fall between steps";
  EXPECT_GT(proved.schedules, proved.programs * 30);
  EXPECT_GT(proved.outcomes, proved.programs * 3);
  report(proved);
}

// The comparison is one that can fail: programs that promise what is not so are caught by it.
TEST(Complete, TheComparisonNoticesABrokenPromise) {
  int noticed = 0;
  for (std::uint64_t seed = 1; seed <= 100; ++seed) {
    MixedProgram program = mixed_program(seed);
    if (program.declared || program.model != core::SchedulingModel::exact) continue;
    program.declared = true;
    const Mixed mixed(program);
    std::uint64_t schedules = 0;
    const std::optional<std::set<std::string>> all = brute_force(mixed, 1000, schedules);
    if (!all) continue;
    Exhaustive exhaustive;
    const std::set<std::string> found = search(mixed, exhaustive, seed);
    noticed += exhaustive.complete() && found != *all ? 1 : 0;
  }
  EXPECT_GT(noticed, 5);
}

}  // namespace
}  // namespace windtunnel::strategies
