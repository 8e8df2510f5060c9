#include "harness/subjects/native/mutex.hpp"

#include "harness/subjects/native/world.hpp"

namespace windtunnel {

struct Mutex::Cell {
  World& world;
  std::uint32_t object;
  bool locked = false;
  std::uint32_t owner = 0;            // the lane that has it
  Acquire::Awaiter* first = nullptr;  // those who wait, in the order in which they came
  Acquire::Awaiter* last = nullptr;

  Cell(World& world_in, std::uint32_t object_in) : world(world_in), object(object_in) {}
};

Mutex::Mutex(World& world, std::string_view name) : cell_(&world.keep<Cell>(world, world.add_object(name))) {}

bool Mutex::locked() const noexcept {
  return cell_->locked;
}

Mutex::Acquire::Awaiter::Awaiter(tornado::Runner& runner, const Acquire& acquire) noexcept
    : StepAwaiter(runner, acquire.cell_.world, &run), cell_(acquire.cell_), site_(acquire.site_) {}

void Mutex::Acquire::Awaiter::await_suspend(std::coroutine_handle<>) {
  wait(cell_.object, tornado::Touch::write, site_);
}

void Mutex::Acquire::Awaiter::run(tornado::WaitingStep& self) {
  auto& awaiter = static_cast<Awaiter&>(self);
  Cell& cell = awaiter.cell_;
  if (!awaiter.owns_ && cell.locked) {
    cell.world.tell_step("waits for", cell.object, awaiter.site_);
    (cell.last != nullptr ? cell.last->next_ : cell.first) = &awaiter;
    cell.last = &awaiter;
    cell.world.set_waiting(awaiter.lane(), cell.object, cell.owner);
    return cell.world.end_step();
  }
  cell.world.tell_step("acquires", cell.object, awaiter.site_);
  cell.locked = true;
  cell.owner = awaiter.lane();
  cell.world.set_owner(cell.object, cell.owner);
  awaiter.go_on();
}

void Mutex::Guard::release() noexcept {
  Cell* cell = std::exchange(cell_, nullptr);
  if (cell == nullptr || cell->world.loop().closed()) return;
  cell->world.steps().touch(cell->object, tornado::Touch::write);
  Acquire::Awaiter* next = cell->first;
  cell->locked = next != nullptr;
  if (next == nullptr) return;
  cell->first = next->next_;
  if (cell->first == nullptr) cell->last = nullptr;
  next->owns_ = true;
  cell->world.add_step(*next, next->lane(), cell->object, tornado::Touch::write, next->site_);
}

}  // namespace windtunnel
