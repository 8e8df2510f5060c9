// What a World says of a run that is shown to people: the names of its tasks, and where and for what each
// waits. Apart from world.cpp, which is what every run needs.
#include <algorithm>
#include <optional>

#include "harness/core/named_run.hpp"
#include "harness/core/trace.hpp"
#include "harness/subjects/world/stuck_tasks.hpp"
#include "harness/subjects/world/world.hpp"
#include "runtime/log.hpp"

namespace windtunnel {

void World::add_spawned(tornado::FutureCell& result, std::uint32_t task, bool must_end) {
  if (shown_) begun_.push_back({result.id(), task, false});
  keep_task(task, result, must_end);
}

void World::name_result(const tornado::FutureCell& result, std::uint32_t task) {
  begun_.push_back({result.id(), task, true});
}

// Names the coroutines of the tasks, those that have ended too.
void World::name_tasks() {
  for (const BegunTask& each : begun_) trace_->names.results.emplace(each.future, each.task);
  for (const tornado::Event& event : trace_->events) {
    if (event.kind != tornado::EventKind::task_begin) continue;
    const auto task = std::find_if(begun_.begin(), begun_.end(),
                                   [&](const BegunTask& each) { return each.future == event.other; });
    if (task == begun_.end()) continue;
    trace_->names.tasks.emplace(event.id, steps().task_name(task->task));
    trace_->names.works_for.emplace(event.id, task->task);
  }
}

// Where tasks wait for Futures since the last call, and what the exceptions are that ended such waits.
void World::place_waits() {
  const tornado::Observer& events = trace_->events;
  std::optional<StuckTasks> stuck;
  for (; placed_ < events.size(); ++placed_) {
    const tornado::Event& event = events.begin()[placed_];
    if (event.other == 0) continue;
    if (event.kind == tornado::EventKind::task_resume)
      trace_->names.exceptions.emplace(event.other, tornado::describe(events.exception(event.other)));
    if (event.kind != tornado::EventKind::task_yield ||
        static_cast<tornado::YieldKind>(event.detail) != tornado::YieldKind::waiting)
      continue;
    if (!stuck) stuck.emplace(loop_);
    const tornado::Runner* frame = stuck->innermost(event.id);
    if (frame == nullptr) continue;
    std::vector<core::PlacedWait>& waits = trace_->names.placed_waits;
    constexpr std::size_t most_waits = 10'000;  // what comes last is what matters
    if (waits.size() == most_waits) waits.erase(waits.begin(), waits.begin() + most_waits / 2);
    waits.push_back({placed_, frame->works_for(), core::place_in_code(frame->place())});
  }
}

// For the graph of who waits for whom, which events alone do not give: the places, the tasks' names, and the
// waits for steps.
void World::name_waits() {
  const StuckTasks stuck(loop_);
  const auto coroutines_of = [&](auto of_task) {
    std::vector<std::uint32_t> numbers;
    for (const tornado::Runner* frame : stuck.frames()) {
      if (frame->task() != 0 && of_task(frame->works_for()) && stuck.is_innermost(*frame))
        numbers.push_back(frame->task());
    }
    return numbers;
  };
  const auto is_daemon = [&](std::uint32_t number) {
    return std::any_of(tasks_.begin(), tasks_.end(),
                       [&](const Task& task) { return task.number == number && !task.must_end; });
  };
  for (const tornado::Runner* frame : stuck.frames()) {
    if (frame->task() == 0) continue;
    trace_->names.tasks[frame->task()] = steps().task_name(frame->works_for());
    core::NamedWait& named = trace_->names.waits[frame->task()];
    named.place = core::place_in_code(frame->place());
    named.daemon = is_daemon(frame->works_for());
    const auto wait =
        std::find_if(waits_.begin(), waits_.end(), [&](const Wait& each) { return each.coroutine == frame; });
    if (wait != waits_.end()) {
      named.what = steps().object_name(wait->object);
      named.owners = coroutines_of([&](std::uint32_t task) { return task == wait->owner; });
    } else if (joiner_.waiting != nullptr && &joiner_.waiting->coroutine() == frame) {
      named.what = "the end of all other tasks";
    } else if (std::find(sleepers_.begin(), sleepers_.end(), frame) != sleepers_.end()) {
      named.what = "the clock";
    }
  }
}

// What waits for a task that has not begun waits for a Future that nobody else knows.
void World::name_beginnings() {
  for (const Task& task : tasks_) {
    const bool has_begun =
        task.cell->done() || std::any_of(begun_.begin(), begun_.end(), [&](const auto& each) {
          return each.begun && each.task == task.number;
        });
    if (task.number == 0 || has_begun) continue;
    const std::string name(steps().task_name(task.number));
    trace_->events.describe(task.cell->id(), {name + ", which has not begun"});
  }
}

}  // namespace windtunnel
