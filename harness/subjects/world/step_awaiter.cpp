#include "harness/subjects/world/step_awaiter.hpp"

#include <stdexcept>

#include "harness/subjects/world/world.hpp"
#include "runtime/current_task.hpp"

namespace windtunnel {

void ParkedTask::park() {
  if (&runner_.adopt_loop() != &world_.loop()) {
    throw std::logic_error(
        "a step of a World is waited for on another loop: only coroutines that run in the World wait for its "
        "steps");
  }
  runner_.suspend();
  task_ = tornado::CurrentTask::get();
}

void ParkedTask::add_step(const StepInfo& info) {
  world_.add_step(*this, task_, info.object, info.touch, info.site);
}

void ParkedTask::go_on() {
  runner_.resume_with({});  // the coroutine, and so this object, may be gone afterwards
}

void ParkedTask::tell(const StepInfo& info) const {
  world_.tell_step(info.verb, info.object, info.site);
}

void SleepFor::begin(ParkedTask& task, const StepInfo& info) const {
  if (duration <= tornado::Duration(0)) return task.add_step(info);
  // The timer outlives only a coroutine that was abandoned: a loop that is closed drops its timers first.
  tornado::SimLoop& loop = task.world().loop();
  task.world().begin_sleep(task);
  if (loop.observer() != nullptr) task.world().steps().add_step_timer(loop.numbers().timer);
  loop.add_step_later(duration, [&world = task.world(), &task, &info] {
    if (world.has_forgotten(task)) return;
    world.end_sleep(task);
    task.add_step(info);
  });
}

void JoinAll::begin(ParkedTask& task, const StepInfo& info) const {
  task.world().set_joiner(task, info.site);
}

}  // namespace windtunnel
