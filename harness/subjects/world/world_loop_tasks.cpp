// The tasks of a World that other event loops run: their ends are Futures, as those of its own tasks are.
#include <algorithm>
#include <cassert>

#include "harness/subjects/world/world.hpp"

namespace windtunnel {

std::uint32_t World::add_loop_task(std::string_view name, bool must_end) {
  require_run();
  const std::uint32_t task = add_task(name);
  const tornado::Future<void> end;
  keep_task(task, *end.cell(), must_end);
  return task;
}

void World::end_loop_task(std::uint32_t number, const std::exception_ptr& error) {
  const auto task =
      std::find_if(tasks_.begin(), tasks_.end(), [&](const Task& each) { return each.number == number; });
  if (task == tasks_.end() || task->cell->done()) return;  // the run is over
  using End = tornado::Future<void>;
  const End end(tornado::Ref<End::Cell>(static_cast<End::Cell*>(task->cell.get())));
  if (error != nullptr) {
    end.set_exception(error);
  } else {
    end.set_result();
  }
}

}  // namespace windtunnel
