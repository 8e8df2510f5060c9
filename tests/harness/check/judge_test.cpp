#include "harness/check/judge.hpp"

#include <gtest/gtest.h>
#include <stdexcept>

#include "tests/harness/check/planted.hpp"

namespace windtunnel {
namespace {

// A subject that notes one event and then does as it is told.
template <class Behaviour>
Subject subject_that(Behaviour& behaviour) {
  return {[](const void* data, tornado::ChoiceSource& choices, const RunOptions&, Trace& trace) {
            trace.events.record(tornado::EventKind::poll);
            (*static_cast<const Behaviour*>(data))(choices, trace);
          },
          &behaviour, every_claim};
}

std::optional<Breach> judged(const Subject& subject, const Verdict& verdict) {
  SeededSource choices(1);
  Trace trace;
  return judge(subject, choices, {}, verdict, trace);
}

std::optional<Breach> no_breach(const Trace&, Freedom) {
  return std::nullopt;
}

TEST(Judge, AsksTheVerdictOnceTheRunIsOver) {
  const auto runs = [](tornado::ChoiceSource&, Trace& trace) { trace.text = "0 log\n"; };
  const Verdict verdict = [](const Trace& trace, Freedom) -> std::optional<Breach> {
    return Breach{planted_law, trace.events.size(), trace.text};
  };
  EXPECT_EQ(judged(subject_that(runs), verdict), (Breach{planted_law, 1, "0 log\n"}));
  EXPECT_EQ(judged(subject_that(runs), no_breach), std::nullopt);
}

TEST(Judge, AnExceptionThatLeavesTheRunIsABreach) {
  const auto throws = [](tornado::ChoiceSource&, Trace&) { throw std::runtime_error("lost"); };
  EXPECT_EQ(judged(subject_that(throws), no_breach), (Breach{escape, 1, "an exception left the run: lost"}));
  const auto throws_a_number = [](tornado::ChoiceSource&, Trace&) { throw 3; };
  EXPECT_EQ(judged(subject_that(throws_a_number), no_breach),
            (Breach{escape, 1, "something that is no std::exception left the run"}));
}

TEST(Judge, LawsAndTheirVerdictSayTheSame) {
  LawSet laws;
  LawSet others;
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    const Scenario scenario = generated(seed);
    const ScenarioSubject subject(scenario);
    SeededSource choices(seed);
    SeededSource same_choices(seed);
    Trace trace;
    Trace other;
    EXPECT_EQ(judge(subject.subject(), choices, {}, laws, trace),
              judge(subject.subject(), same_choices, {}, verdict_of(others), other));
    EXPECT_EQ(digest_of(trace), digest_of(other));
    EXPECT_EQ(compare(trace, other), std::nullopt);
  }
  EXPECT_EQ(laws.runs(), 50U);
  EXPECT_EQ(others.runs(), 50U);
}

TEST(Judge, KnownDefectsAreNoBreach) {
  const auto leaks = [](tornado::ChoiceSource&, Trace& trace) {
    for (const auto kind : {tornado::EventKind::task_begin, tornado::EventKind::task_end,
                            tornado::EventKind::callbacks_leaked, tornado::EventKind::idle})
      trace.events.record(kind, 1, kind == tornado::EventKind::task_begin ? 1 : 0);
  };
  const Subject subject = subject_that(leaks);
  SeededSource choices(1);
  Trace trace;
  run(subject, choices, {}, trace);
  ASSERT_EQ(known_defects(trace, Freedom::contract).size(), 1U);
  EXPECT_EQ(known_defects(trace, Freedom::contract)[0].defect, "R13");
  EXPECT_EQ(known_defects(trace, Freedom::contract)[0].step, 3U);
}

TEST(Judge, EveryPartOfATraceCounts) {
  const auto traced = [](std::uint32_t index, std::string text, std::uint32_t id, double seconds) {
    auto trace = std::make_unique<Trace>();
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
    const std::optional<Breach> breach = compare(*base, *other);
    ASSERT_TRUE(breach);
    EXPECT_EQ(breach->law, nondeterminism);
    EXPECT_NE(digest_of(*base), digest_of(*other));
  }
  EXPECT_TRUE(compare(*base, Trace()));
}

TEST(Judge, OneLawIsJudgedAloneAndTheRunsOwnByNone) {
  EXPECT_EQ(laws_for("V5").size(), 1U);
  EXPECT_EQ(laws_for(escape).size(), 0U);
  EXPECT_EQ(laws_for(nondeterminism).size(), 0U);
  EXPECT_THROW(laws_for("V99"), std::invalid_argument);
  EXPECT_TRUE(law_names().starts_with("V1, V2, "));
}

}  // namespace
}  // namespace windtunnel
