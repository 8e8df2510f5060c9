#include "harness/subjects/scenario_subject.hpp"

#include <memory>
#include <utility>

#include "harness/scenario/compiler.hpp"
#include "harness/subjects/interpreter/interpreter.hpp"
#include "harness/subjects/world/current_loop.hpp"
#include "runtime/tornado.hpp"

namespace windtunnel::subjects {

ScenarioSubject::ScenarioSubject(const scenario::Scenario& scenario, std::string_view file_name) {
  reset(scenario, file_name);
}

void ScenarioSubject::reset(const scenario::Scenario& scenario, std::string_view file_name) {
  scenario_ = &scenario;
  compile(scenario, file_name, program_, memory_);
}

void ScenarioSubject::run(const void* data, tornado::ChoiceSource& choices, const core::RunOptions& options,
                          core::Trace& trace) {
  const auto& self = *static_cast<const ScenarioSubject*>(data);
  tornado::SimLoop loop(choices, options.model, tornado::IOLoop::MakeCurrent::no);
  loop.set_phase_limit(options.phase_limit);
  loop.scheduler().set_log(&trace.steps);
  if (options.observe) loop.set_observer(&trace.events);
  // Whatever the run leaves behind dies with its loop as the current one: Futures report to it.
  const CurrentLoop current(loop);
  Interpreter interpreter(*self.scenario_, self.program_, loop, trace.text);
  if (options.name_things) interpreter.set_names(&trace.names);
  interpreter.run();
  trace.livelock = interpreter.livelock();
}

core::Case case_of(scenario::Scenario program, std::string_view file_name) {
  core::Case made;
  auto scenario = std::make_shared<const scenario::Scenario>(std::move(program));
  struct Owned {
    Owned(std::shared_ptr<const scenario::Scenario> owned, std::string_view file)
        : scenario(std::move(owned)), compiled(*scenario, file) {}
    std::shared_ptr<const scenario::Scenario> scenario;
    ScenarioSubject compiled;
  };
  const auto owner = std::make_shared<const Owned>(scenario, file_name);
  made.subject = owner->compiled.subject();
  made.subject.owner = owner;
  made.program = std::move(scenario);
  return made;
}

}  // namespace windtunnel::subjects
