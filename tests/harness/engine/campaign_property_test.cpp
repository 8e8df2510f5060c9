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

namespace windtunnel::engine {
namespace {

using Bytes = std::vector<std::uint8_t>;

/// Long enough for programs of the usual size; RapidCheck need not shrink them.
rc::Gen<Bytes> tapes() {
  return rc::gen::noShrink(
      rc::gen::scale(6.0, rc::gen::container<Bytes>(rc::gen::arbitrary<std::uint8_t>())));
}

/// A schedule that no run has asked for: the nearest choices count.
rc::Gen<core::ChoiceLog> logs() {
  return rc::gen::noShrink(
      rc::gen::map(rc::gen::container<std::vector<std::uint8_t>>(rc::gen::arbitrary<std::uint8_t>()),
                   [](const Bytes& indices) {
                     core::ChoiceLog log;
                     for (const std::uint8_t index : indices) {
                       log.append({tornado::ChoiceKind::external, 256, index});
                     }
                     return log;
                   }));
}

void expect_all_laws(core::Case one, tornado::ChoiceSource& choices) {
  properties::LawJudge judge(one.subject.guarantees);
  core::Trace trace;
  const std::optional<core::Violation> violation =
      run_and_judge(one.subject, choices, options_of(one), judge, trace, one.program.get());
  if (!violation) return;
  core::Failure found;
  static_cast<core::Case&>(found) = std::move(one);
  found.schedule = trace.schedule;
  found.violation = *violation;
  const auto alone = properties::judge_of(violation->law, found.subject.guarantees);
  shrink::shrink(found, *alone);
  RC_FAIL(to_text(findings::to_finding(found, *alone)));
}

core::Case drawn_case(const Bytes& tape, core::SchedulingModel model) {
  core::BytesSource choices(tape);
  scenario::Scenario program;
  generator::generate(choices, {}, program);
  core::Case one = subjects::case_of(std::move(program));
  one.model = model;
  return one;
}

core::SchedulingModel drawn_model() {
  return *rc::gen::element(core::SchedulingModel::exact, core::SchedulingModel::adversarial);
}

RC_GTEST_PROP(CampaignProperty, AllLawsHoldForAnyProgramUnderAnyBytes, ()) {
  const Bytes program_tape = *tapes();
  const Bytes schedule_tape = *tapes();
  core::BytesSource choices(schedule_tape);
  expect_all_laws(drawn_case(program_tape, drawn_model()), choices);
}

RC_GTEST_PROP(CampaignProperty, AllLawsHoldForAnyProgramUnderAnyLog, ()) {
  const Bytes program_tape = *tapes();
  const core::ChoiceLog schedule = *logs();
  core::LogSource choices(schedule, core::LogMode::nearest);
  expect_all_laws(drawn_case(program_tape, drawn_model()), choices);
}

RC_GTEST_PROP(CampaignProperty, AllLawsHoldForSubjectsInCpp, ()) {
  const Bytes tape = *tapes();
  const core::SchedulingModel model = drawn_model();
  for (const subjects::CppSubject& native : subjects::cpp_subjects()) {
    core::Case one = case_of(native.subject);
    one.model = model;
    core::BytesSource choices(tape);
    expect_all_laws(std::move(one), choices);
  }
}

}  // namespace
}  // namespace windtunnel::engine
