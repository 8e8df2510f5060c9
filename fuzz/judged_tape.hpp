// One input of the targets that make a program and a schedule of their bytes and judge the run by all laws.
#pragma once

#include "fuzz/judged_run.hpp"
#include "fuzz/tape.hpp"
#include "harness/subjects/scenario_subject.hpp"

namespace windtunnel::fuzz {

class JudgedTapes {
 public:
  void run(Bytes tape) {
    ProgramSource program(tape);
    draw_program(program, scenario_);
    subject_.reset(scenario_);
    BackwardSource schedule(tape);
    const bool adversary = schedule.choose({tornado::ChoiceKind::value, 2, "freedom"}) == 1;
    runs_.run(subject_.subject(), &scenario_, schedule,
              adversary ? core::SchedulingModel::adversarial : core::SchedulingModel::exact);
  }

  const core::Trace& trace() const { return runs_.trace(); }

 private:
  JudgedRuns runs_;
  scenario::Scenario scenario_;
  subjects::ScenarioSubject subject_;
};

}  // namespace windtunnel::fuzz
