#include "harness/subjects/world/mutex.hpp"

#include <cassert>

#include "harness/subjects/world/world.hpp"

namespace windtunnel {

struct Mutex::Cell {
  World& world;
  std::uint32_t object;
  bool locked = false;
  std::uint32_t owner = 0;            // the task that has it
  Acquire::Awaiter* first = nullptr;  // the tasks that wait, in the order in which they came
  Acquire::Awaiter* last = nullptr;

  Cell(World& world_in, std::uint32_t object_in) : world(world_in), object(object_in) {}
};

Mutex::Mutex(World& world, std::string_view name)
    : cell_(&world.keep<Cell>(world, world.add_object(name))), run_(World::current_run()) {}

bool Mutex::locked() const {
  cell().world.steps().touch(cell_->object, tornado::Touch::read);
  return cell_->locked;
}

Mutex::Cell& Mutex::cell() const {
  World::require_run(run_, "a Mutex");
  return *cell_;
}

Mutex::Acquire::Acquire(Cell& cell, std::source_location site) noexcept
    : cell_(cell), info_{site, "acquires", cell.object, tornado::Touch::write} {}

Mutex::Acquire::Awaiter::Awaiter(tornado::Runner& runner, const Acquire& acquire) noexcept
    : ParkedTask(runner, acquire.cell_.world, &run), cell_(acquire.cell_), info_(acquire.info_) {}

void Mutex::Acquire::Awaiter::await_suspend(std::coroutine_handle<>) {
  park();
  add_step(info_);
}

void Mutex::Acquire::Awaiter::run(tornado::WaitingStep& self) {
  auto& awaiter = static_cast<Awaiter&>(self);
  Cell& cell = awaiter.cell_;
  if (!awaiter.owns_ && cell.locked) {
    cell.world.tell_step("waits for", cell.object, awaiter.info_.site);
    (cell.last != nullptr ? cell.last->next_ : cell.first) = &awaiter;
    cell.last = &awaiter;
    cell.world.set_waiting(awaiter, cell.object, cell.owner);
    return;
  }
  awaiter.tell(awaiter.info_);
  cell.locked = true;
  cell.owner = awaiter.task();
  cell.world.set_owner(cell.object, cell.owner);
  awaiter.go_on();
}

// Its coroutine is destroyed: it waits no longer, and passes on what it was about to get.
void Mutex::Acquire::Awaiter::leave() noexcept {
  if (owns_) return Guard(cell_).release();
  Awaiter* last = nullptr;
  for (Awaiter** at = &cell_.first; *at != nullptr; at = &(*at)->next_) {
    if (*at == this && (*at = next_) == nullptr) break;
    last = *at;
  }
  cell_.last = last;
}

void Mutex::Guard::release() noexcept {
  Cell* cell = std::exchange(cell_, nullptr);
  if (cell == nullptr || cell->world.loop().closed()) return;
  assert(cell->locked);
  cell->world.steps().touch(cell->object, tornado::Touch::write);
  Acquire::Awaiter* next = cell->first;
  cell->locked = next != nullptr;
  if (next == nullptr) return;
  cell->first = next->next_;
  if (cell->first == nullptr) cell->last = nullptr;
  next->owns_ = true;
  next->add_step(next->info_);
}

}  // namespace windtunnel
