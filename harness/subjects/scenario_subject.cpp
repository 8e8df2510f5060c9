#include "harness/subjects/scenario_subject.hpp"

#include "harness/scenario/compiler.hpp"
#include "harness/subjects/interpreter/stage.hpp"
#include "harness/subjects/world/current_loop.hpp"
#include "runtime/tornado.hpp"

namespace windtunnel {

ScenarioSubject::ScenarioSubject(const Scenario& scenario, std::string_view file_name) {
  reset(scenario, file_name);
}

void ScenarioSubject::reset(const Scenario& scenario, std::string_view file_name) {
  scenario_ = &scenario;
  compile(scenario, file_name, program_, memory_);
}

void ScenarioSubject::run(const void* data, tornado::ChoiceSource& choices, const RunOptions& options,
                          Trace& trace) {
  const auto& self = *static_cast<const ScenarioSubject*>(data);
  tornado::SimLoop loop(choices, options.freedom, tornado::IOLoop::MakeCurrent::no);
  loop.set_phase_limit(options.phase_limit);
  loop.scheduler().set_log(&trace.steps);
  if (options.observe) loop.set_observer(&trace.events);
  // Whatever the run leaves behind dies with its loop as the current one: Futures report to it.
  const CurrentLoop current(loop);
  Stage stage(*self.scenario_, self.program_, loop, trace.text);
  if (options.name_things) stage.set_names(&trace.names);
  stage.run();
  trace.livelock = stage.livelock();
}

}  // namespace windtunnel
