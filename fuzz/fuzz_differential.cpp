// fuzz_differential: the bytes make a program and a schedule, which run three times and must give equal
// traces: as drawn; printed and parsed again; and without an observer, while another loop is alive on the
// thread.
#include <string>

#include "fuzz/require.hpp"
#include "fuzz/tape.hpp"
#include "harness/scenario/parser.hpp"
#include "harness/scenario/printer.hpp"
#include "harness/subjects/scenario_subject.hpp"
#include "harness/subjects/world/decoy_loop.hpp"

const windtunnel::generator::GeneratorOptions windtunnel::fuzz::program_options{.areas =
                                                                                    generator::all_areas};

namespace windtunnel::fuzz {

namespace {

void run_tape(const subjects::ScenarioSubject& subject, Bytes tape, bool observe, core::Trace& trace) {
  BackwardSource schedule(tape);
  core::RunOptions options;
  options.observe = observe;
  run(subject.subject(), schedule, options, trace);
}

}  // namespace

}  // namespace windtunnel::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace windtunnel;
  static scenario::Scenario scenario;
  static subjects::ScenarioSubject drawn;
  static core::Trace first;
  static core::Trace second;
  const fuzz::Bytes tape(data, size);
  fuzz::ProgramSource program(tape);
  fuzz::draw_program(program, scenario);
  drawn.reset(scenario);
  fuzz::run_tape(drawn, tape, true, first);

  const scenario::Scenario parsed = scenario::parse(print(scenario), "printed");
  const subjects::ScenarioSubject read(parsed);
  fuzz::run_tape(read, tape, true, second);
  fuzz::claim(first.full_text() == second.full_text(), "the program and what is parsed of its text differ");

  {
    const DecoyLoop other;
    fuzz::run_tape(drawn, tape, false, second);
  }
  fuzz::claim(first.full_text() == second.full_text(),
              "the program runs differently without an observer, beside a decoy loop");
  return 0;
}
