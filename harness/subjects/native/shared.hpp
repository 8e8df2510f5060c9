// Shared<T>: a variable that several tasks of a World use. Each read and write is a step of its own, so the
// search sees it and may let others go before it.
#pragma once

#include <coroutine>
#include <cstdint>
#include <source_location>
#include <string_view>
#include <utility>

#include "harness/subjects/native/step_awaiter.hpp"
#include "harness/subjects/native/world.hpp"

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

  /// One access, to be yielded: reads, writes or both in one step.
  template <class Result, class Operand, Result (*Do)(T&, const Operand&), tornado::Touch How>
  class Access {
   public:
    Access(Cell& cell, Operand operand, std::source_location site)
        : cell_(cell), operand_(std::move(operand)), site_(site) {}

    class Awaiter : public StepAwaiter {
     public:
      Awaiter(tornado::Runner& runner, const Access& access) noexcept
          : StepAwaiter(runner, access.cell_.world, &run), access_(access) {}
      void await_suspend(std::coroutine_handle<>) { wait(access_.cell_.object, How, access_.site_); }
      Result await_resume() const { return Do(access_.cell_.value, access_.operand_); }

     private:
      static void run(tornado::WaitingStep& self) {
        auto& awaiter = static_cast<Awaiter&>(self);
        awaiter.world().tell_step(How == tornado::Touch::read ? "reads" : "writes",
                                  awaiter.access_.cell_.object, awaiter.access_.site_);
        awaiter.go_on();
      }
      const Access& access_;  // lives as long as the yield
    };
    Awaiter awaiter(tornado::Runner& runner) const noexcept { return {runner, *this}; }

   private:
    Cell& cell_;
    Operand operand_;
    std::source_location site_;
  };

  /// Its value.
  auto read(std::source_location site = std::source_location::current()) const {
    return Access<T, None, &do_read, tornado::Touch::read>(*cell_, None(), site);
  }
  auto write(T value, std::source_location site = std::source_location::current()) const {
    return Access<void, T, &do_write, tornado::Touch::write>(*cell_, std::move(value), site);
  }
  /// Adds, and gives what it was before.
  auto add(T amount, std::source_location site = std::source_location::current()) const {
    return Access<T, T, &do_add, tornado::Touch::write>(*cell_, std::move(amount), site);
  }
  /// Writes, and gives what it was before.
  auto exchange(T value, std::source_location site = std::source_location::current()) const {
    return Access<T, T, &do_exchange, tornado::Touch::write>(*cell_, std::move(value), site);
  }
  /// Writes `value` if it is `expected`; gives whether it was.
  auto compare_exchange(T expected, T value,
                        std::source_location site = std::source_location::current()) const {
    return Access<bool, Both, &do_compare, tornado::Touch::write>(
        *cell_, Both(std::move(expected), std::move(value)), site);
  }

  /// Its value without a step of its own: the step that runs reads it too. For checks.
  const T& peek() const {
    cell_->world.steps().touch(cell_->object, tornado::Touch::read);
    return cell_->value;
  }

 private:
  // These have constructors, since temporaries of theirs live in a co_yield.
  struct None {
    None() noexcept {}
  };
  struct Both {
    Both(T expected_in, T value_in) : expected(std::move(expected_in)), value(std::move(value_in)) {}
    T expected;
    T value;
  };

  static T do_read(T& cell, const None&) { return cell; }
  static void do_write(T& cell, const T& value) { cell = value; }
  static T do_add(T& cell, const T& amount) {
    T before = cell;
    cell = static_cast<T>(cell + amount);
    return before;
  }
  static T do_exchange(T& cell, const T& value) { return std::exchange(cell, value); }
  static bool do_compare(T& cell, const Both& both) {
    if (!(cell == both.expected)) return false;
    cell = both.value;
    return true;
  }

  Cell* cell_;
};

}  // namespace windtunnel
