#include "harness/properties/judge.hpp"

#include <gtest/gtest.h>
#include <stdexcept>

#include "harness/core/trace_digest.hpp"
#include "tests/harness/properties/planted.hpp"

namespace windtunnel::properties {
namespace {

// A subject that notes one event and then does as it is told.
template <class Behaviour>
core::Subject subject_that(Behaviour& behaviour) {
  return {[](const void* data, tornado::ChoiceSource& choices, const core::RunOptions&, core::Trace& trace) {
            trace.events.record(tornado::EventKind::poll);
            (*static_cast<const Behaviour*>(data))(choices, trace);
          },
          &behaviour, core::local_guarantees};
}

std::optional<core::Violation> judged(const core::Subject& subject, Judge& judge) {
  core::SeededSource choices(1);
  core::Trace trace;
  return run_and_judge(subject, choices, {}, judge, trace);
}

NoJudge nothing;

TEST(Judge, IsAskedOnceTheRunIsOver) {
  const auto runs = [](tornado::ChoiceSource&, core::Trace& trace) { trace.text = "0 log\n"; };
  const auto judge = judge_by([](const core::Trace& trace) -> std::optional<core::Violation> {
    return core::Violation{planted_law, trace.events.size(), trace.text};
  });
  EXPECT_EQ(judged(subject_that(runs), *judge), (core::Violation{planted_law, 1, "0 log\n"}));
  EXPECT_EQ(judged(subject_that(runs), nothing), std::nullopt);
}

TEST(Judge, AnExceptionThatLeavesTheRunIsAViolation) {
  const auto throws = [](tornado::ChoiceSource&, core::Trace&) { throw std::runtime_error("lost"); };
  EXPECT_EQ(judged(subject_that(throws), nothing),
            (core::Violation{rules::escape, 1, "an exception left the run: lost"}));
  const auto throws_a_number = [](tornado::ChoiceSource&, core::Trace&) { throw 3; };
  EXPECT_EQ(judged(subject_that(throws_a_number), nothing),
            (core::Violation{rules::escape, 1, "something that is no std::exception left the run"}));
}

TEST(Judge, ACaseIsRunUnderItsScheduleAndJudgedAsItsRun) {
  LawJudge laws(core::local_guarantees);
  LawJudge others(core::local_guarantees);
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    core::Case one = subjects::case_of(generated(seed));
    core::SeededSource choices(seed);
    core::Trace trace;
    core::Trace other;
    const auto found = run_and_judge(one.subject, choices, {}, laws, trace, one.program.get());
    one.schedule = trace.schedule;
    EXPECT_EQ(run(one, others, other), found);
    EXPECT_EQ(digest_of(trace), digest_of(other));
    EXPECT_EQ(compare(trace, other), std::nullopt);
  }
  EXPECT_EQ(laws.laws().runs(), 50U);
  EXPECT_EQ(others.laws().runs(), 50U);
}

TEST(Judge, OfTwoTheSecondIsAskedWhereTheFirstFindsNothing) {
  const auto at = [](std::size_t step) {
    return judge_by(
        [step](const core::Trace&) { return std::optional(core::Violation{planted_law, step, ""}); });
  };
  const auto runs = [](tornado::ChoiceSource&, core::Trace&) {};
  const auto one = at(1);
  const auto two = at(2);
  BothJudges both(*one, *two);
  EXPECT_EQ(judged(subject_that(runs), both)->step, 1U);
  BothJudges second(nothing, *two);
  EXPECT_EQ(judged(subject_that(runs), second)->step, 2U);
}

TEST(Judge, KnownDefectsAreNoViolation) {
  const auto leaks = [](tornado::ChoiceSource&, core::Trace& trace) {
    for (const auto kind : {tornado::EventKind::task_begin, tornado::EventKind::task_end,
                            tornado::EventKind::callbacks_leaked, tornado::EventKind::idle})
      trace.events.record(kind, 1, kind == tornado::EventKind::task_begin ? 1 : 0);
  };
  const core::Subject subject = subject_that(leaks);
  core::SeededSource choices(1);
  core::Trace trace;
  run(subject, choices, {}, trace);
  ASSERT_EQ(known_defects(trace).size(), 1U);
  EXPECT_EQ(known_defects(trace)[0].defect, "R13");
  EXPECT_EQ(known_defects(trace)[0].step, 3U);
}

TEST(Judge, EveryPartOfATraceCounts) {
  const auto traced = [](std::uint32_t index, std::string text, std::uint32_t id, double seconds) {
    auto trace = std::make_unique<core::Trace>();
    trace->schedule.append({tornado::ChoiceKind::external, 3, index});
    trace->text = std::move(text);
    trace->events.record(tornado::EventKind::clock, id, 0, 0, seconds);
    return trace;
  };
  const auto base = traced(1, "a", 1, 0.5);
  EXPECT_EQ(compare(*base, *traced(1, "a", 1, 0.5)), std::nullopt);
  EXPECT_EQ(digest_of(*base), digest_of(*traced(1, "a", 1, 0.5)));
  for (const auto& other :
       {traced(2, "a", 1, 0.5), traced(1, "b", 1, 0.5), traced(1, "a", 2, 0.5), traced(1, "a", 1, 0.25)}) {
    const std::optional<core::Violation> violation = compare(*base, *other);
    ASSERT_TRUE(violation);
    EXPECT_EQ(violation->law, rules::nondeterminism);
    EXPECT_NE(digest_of(*base), digest_of(*other));
  }
  EXPECT_TRUE(compare(*base, core::Trace()));
}

TEST(Judge, OneLawIsJudgedAloneAndTheRunsOwnByNone) {
  const std::unique_ptr<Judge> law = judge_of("V5", core::local_guarantees);
  const auto* laws = dynamic_cast<const LawJudge*>(law.get());
  ASSERT_NE(laws, nullptr);
  EXPECT_EQ(laws->laws().size(), 1U);
  EXPECT_FALSE(judge_of(rules::escape, core::local_guarantees)->needs_events());
  EXPECT_FALSE(judge_of(rules::nondeterminism, core::local_guarantees)->needs_events());
  EXPECT_THROW(judge_of("V99", core::local_guarantees), std::invalid_argument);
  EXPECT_TRUE(law_names().starts_with("V1, V2, "));
}

}  // namespace
}  // namespace windtunnel::properties
