// TapeFlight: one input of the targets that make a program and a schedule of their bytes and judge the run by
// all laws.
#pragma once

#include "fuzz/flight.hpp"
#include "fuzz/tape.hpp"

namespace windtunnel::fuzz {

class TapeFlight {
 public:
  void fly(Bytes tape) {
    ProgramSource program(tape);
    draw_program(program, scenario_);
    subject_.reset(scenario_);
    BackwardSource schedule(tape);
    const bool adversary = schedule.choose({tornado::ChoiceKind::value, 2, "freedom"}) == 1;
    flight_.fly(subject_.subject(), scenario_subject_name, scenario_, schedule,
                adversary ? Freedom::adversary : Freedom::contract);
  }

  const Trace& trace() const { return flight_.trace(); }

 private:
  Flight flight_;
  Scenario scenario_;
  ScenarioSubject subject_;
};

}  // namespace windtunnel::fuzz
