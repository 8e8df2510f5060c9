// RapidCheck draws, the harness judges: what fails is shrunk by the project's own shrinker, which knows
// programs and schedules, and shown as the text of a finding.
#include <cstdint>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <vector>

#include "harness/core/bytes_source.hpp"
#include "harness/findings/replay.hpp"
#include "harness/generator/generator.hpp"
#include "harness/properties/judge.hpp"
#include "harness/shrink/shrinker.hpp"
#include "harness/subjects/cpp_subjects.hpp"
#include "harness/subjects/scenario_subject.hpp"

namespace windtunnel {
namespace {

using Bytes = std::vector<std::uint8_t>;

/// Long enough for programs of the usual size; RapidCheck need not shrink them.
rc::Gen<Bytes> tapes() {
  return rc::gen::noShrink(
      rc::gen::scale(6.0, rc::gen::container<Bytes>(rc::gen::arbitrary<std::uint8_t>())));
}

/// A schedule that no run has asked for: the nearest choices count.
rc::Gen<ChoiceLog> logs() {
  return rc::gen::noShrink(
      rc::gen::map(rc::gen::container<std::vector<std::uint8_t>>(rc::gen::arbitrary<std::uint8_t>()),
                   [](const Bytes& indices) {
                     ChoiceLog log;
                     for (const std::uint8_t index : indices) {
                       log.append({tornado::ChoiceKind::external, 256, index});
                     }
                     return log;
                   }));
}

void expect_all_laws(Case one, tornado::ChoiceSource& choices) {
  LawJudge judge(one.subject.guarantees);
  Trace trace;
  const std::optional<Violation> violation =
      run_and_judge(one.subject, choices, options_of(one), judge, trace, one.program.get());
  if (!violation) return;
  Failure found;
  static_cast<Case&>(found) = std::move(one);
  found.schedule = trace.schedule;
  found.violation = *violation;
  const auto alone = judge_of(violation->law, found.subject.guarantees);
  shrink(found, *alone);
  RC_FAIL(to_text(to_finding(found, *alone)));
}

Case drawn_case(const Bytes& tape, SchedulingModel model) {
  BytesSource choices(tape);
  Scenario program;
  generate(choices, {}, program);
  Case one = case_of(std::move(program));
  one.model = model;
  return one;
}

SchedulingModel drawn_model() {
  return *rc::gen::element(SchedulingModel::exact, SchedulingModel::adversarial);
}

RC_GTEST_PROP(CampaignProperty, AllLawsHoldForAnyProgramUnderAnyBytes, ()) {
  const Bytes program_tape = *tapes();
  const Bytes schedule_tape = *tapes();
  BytesSource choices(schedule_tape);
  expect_all_laws(drawn_case(program_tape, drawn_model()), choices);
}

RC_GTEST_PROP(CampaignProperty, AllLawsHoldForAnyProgramUnderAnyLog, ()) {
  const Bytes program_tape = *tapes();
  const ChoiceLog schedule = *logs();
  LogSource choices(schedule, LogMode::nearest);
  expect_all_laws(drawn_case(program_tape, drawn_model()), choices);
}

RC_GTEST_PROP(CampaignProperty, AllLawsHoldForSubjectsInCpp, ()) {
  const Bytes tape = *tapes();
  const SchedulingModel model = drawn_model();
  for (const CppSubject& native : cpp_subjects()) {
    Case one = case_of(native.subject);
    one.model = model;
    BytesSource choices(tape);
    expect_all_laws(std::move(one), choices);
  }
}

}  // namespace
}  // namespace windtunnel
