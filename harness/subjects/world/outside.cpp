// What a run uses of the real world: World::note_outside().
#include <fmt/format.h>

#include "harness/core/trace.hpp"
#include "harness/subjects/world/stuck_tasks.hpp"
#include "harness/subjects/world/world.hpp"

namespace windtunnel {

void World::note_outside(std::string_view call, std::string (*stack)(const void*), const void* caller) {
  World* const world = here_;
  if (world == nullptr || world->trace_ == nullptr || world->outside_allowed_ || world->trace_->objection)
    return;
  world->outside_allowed_ = true;  // what is called to write this down does not count
  const std::string place = StuckTasks(world->loop_).place_of(tornado::CurrentTask::get());
  world->object(rules::no_outside,
                fmt::format("{} calls {}, which a schedule cannot repeat{}{}", world->task_name(), call,
                            place.empty() ? "" : "; its last wait before that is", place));
  // Not in the trace: other compilers see other functions.
  world->trace_->objection->message += stack(caller);
}

}  // namespace windtunnel
