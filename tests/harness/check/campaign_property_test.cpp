// RapidCheck draws, the harness judges: what fails is shrunk by the project's own shrinker, which knows
// programs and schedules, and shown as the text of a finding.
#include <cstdint>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <vector>

#include "harness/check/judge.hpp"
#include "harness/check/reproduce.hpp"
#include "harness/check/shrinker.hpp"
#include "harness/choices/bytes_source.hpp"
#include "harness/generator/generator.hpp"
#include "harness/subjects/native_subjects.hpp"
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

void expect_all_laws(const Subject& subject, tornado::ChoiceSource& choices, Counterexample run) {
  LawSet laws(subject.claims);
  RunOptions options;
  options.freedom = run.freedom;
  Trace trace;
  const std::optional<Breach> breach = judge(subject, choices, options, laws, trace);
  if (!breach) return;
  run.schedule = trace.schedule;
  run.breach = *breach;
  shrink(run);
  RC_FAIL(to_text(to_finding(run)));
}

Freedom drawn_freedom() {
  return *rc::gen::element(Freedom::contract, Freedom::adversary);
}

RC_GTEST_PROP(CampaignProperty, AllLawsHoldForAnyProgramUnderAnyBytes, ()) {
  const Bytes program_tape = *tapes();
  const Bytes schedule_tape = *tapes();
  Counterexample run;
  run.freedom = drawn_freedom();
  BytesSource program(program_tape);
  generate(program, {}, run.scenario);
  const ScenarioSubject subject(run.scenario);
  BytesSource choices(schedule_tape);
  expect_all_laws(subject.subject(), choices, run);
}

RC_GTEST_PROP(CampaignProperty, AllLawsHoldForAnyProgramUnderAnyLog, ()) {
  const Bytes program_tape = *tapes();
  const ChoiceLog schedule = *logs();
  Counterexample run;
  run.freedom = drawn_freedom();
  BytesSource program(program_tape);
  generate(program, {}, run.scenario);
  const ScenarioSubject subject(run.scenario);
  LogSource choices(schedule, LogMode::nearest);
  expect_all_laws(subject.subject(), choices, run);
}

RC_GTEST_PROP(CampaignProperty, AllLawsHoldForNativeSubjects, ()) {
  const Bytes tape = *tapes();
  Counterexample run;
  run.freedom = drawn_freedom();
  for (const NativeSubject& native : native_subjects()) {
    run.subject = native.name;
    BytesSource choices(tape);
    expect_all_laws(native.subject, choices, run);
  }
}

}  // namespace
}  // namespace windtunnel
