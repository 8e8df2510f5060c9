// Shared<T>: a variable that several tasks of a World use. Each read and write is a step of its own, which a
// strategy sees and before which it may let other tasks run.
#pragma once

#include <cstdint>
#include <source_location>
#include <string_view>
#include <utility>

#include "harness/subjects/world/step_awaiter.hpp"
#include "harness/subjects/world/world.hpp"

namespace windtunnel {

/// A handle; copies are the same variable, which lives as long as its run. `auto value = co_yield x.read();`
template <class T>
class Shared {
  struct Cell {
    World& world;
    std::uint32_t object;
    T value;
  };

 public:
  Shared(World& world, std::string_view name, T initial = T())
      : cell_(&world.keep<Cell>(world, world.add_object(name), std::move(initial))) {}

  /// Its value.
  auto read(std::source_location site = std::source_location::current()) const {
    return access(tornado::Touch::read, site, [cell = &live()] {
      cell->world.tell_value(cell->value);
      return cell->value;
    });
  }
  auto write(T value, std::source_location site = std::source_location::current()) const {
    return access(tornado::Touch::write, site, [cell = &live(), to = std::move(value)] {
      cell->value = to;
      cell->world.tell_value(cell->value);
    });
  }
  /// Adds; the result is the old value.
  auto add(T amount, std::source_location site = std::source_location::current()) const {
    return access(tornado::Touch::write, site, [cell = &live(), by = std::move(amount)] {
      T before = std::exchange(cell->value, static_cast<T>(cell->value + by));
      cell->world.tell_value(cell->value);
      return before;
    });
  }
  /// Writes; the result is the old value.
  auto exchange(T value, std::source_location site = std::source_location::current()) const {
    return access(tornado::Touch::write, site, [cell = &live(), to = std::move(value)] {
      T before = std::exchange(cell->value, to);
      cell->world.tell_value(cell->value);
      return before;
    });
  }
  /// Writes `value` if the variable is `expected`; the result says whether it was.
  auto compare_exchange(T expected, T value,
                        std::source_location site = std::source_location::current()) const {
    return access(tornado::Touch::write, site,
                  [cell = &live(), from = std::move(expected), to = std::move(value)] {
                    const bool equal = cell->value == from;
                    if (equal) cell->value = to;
                    cell->world.tell_value(cell->value);
                    return equal;
                  });
  }

  /// Its value, without a step of its own: the current step counts as reading it too. For checks.
  const T& peek() const {
    Cell& cell = live();
    cell.world.steps().touch(cell.object, tornado::Touch::read);
    return cell.value;
  }

 private:
  template <class Do>
  StepAwaitable<Do> access(tornado::Touch touch, std::source_location site, Do act) const {
    const StepInfo info{site, touch == tornado::Touch::read ? "reads" : "writes", cell_->object, touch};
    return {cell_->world, info, std::move(act)};
  }

  // Its cell, which is gone with its run.
  Cell& live() const {
    World::require_run(run_, "a Shared");
    return *cell_;
  }

  Cell* cell_;
  std::uint32_t run_ = World::current_run();
};

}  // namespace windtunnel
