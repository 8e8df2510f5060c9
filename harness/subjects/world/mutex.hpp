// Mutex: a lock of a World; acquiring it is a step of its own. The runtime's own lock (tornado::locks::Lock)
// works in a World too, but takes effect where it is called.
#pragma once

#include <coroutine>
#include <cstdint>
#include <source_location>
#include <string_view>
#include <utility>

#include "harness/subjects/world/step_awaiter.hpp"

namespace windtunnel {

/// A handle; copies are the same lock. Tasks that find it taken get it in the order in which they came.
class Mutex {
  struct Cell;

 public:
  Mutex(World& world, std::string_view name);

  /// Releases the lock in its destructor. May be moved; a moved-from guard holds nothing.
  class [[nodiscard]] Guard {
   public:
    explicit Guard(Cell& cell) noexcept : cell_(&cell) {}
    Guard(Guard&& other) noexcept : cell_(std::exchange(other.cell_, nullptr)) {}
    Guard& operator=(Guard&& other) noexcept {
      std::swap(cell_, other.cell_);
      return *this;
    }
    ~Guard() { release(); }
    /// Releases now. The task that has waited longest gets the lock.
    void release() noexcept;

   private:
    Cell* cell_;
  };

  /// The acquisition, to be yielded. Unlike other steps, it may run and still not let its coroutine continue.
  class [[nodiscard]] Acquire {
   public:
    Acquire(Cell& cell, std::source_location site) noexcept;

    class Awaiter final : public ParkedTask {
     public:
      Awaiter(tornado::Runner& runner, const Acquire& acquire) noexcept;
      ~Awaiter() {
        if (is_forgotten()) [[unlikely]]
          leave();
      }
      void await_suspend(std::coroutine_handle<>);
      Guard await_resume() const noexcept { return Guard(cell_); }

     private:
      friend class Guard;
      static void run(tornado::WaitingStep& self);
      void leave() noexcept;

      Cell& cell_;
      const StepInfo& info_;
      bool owns_ = false;
      Awaiter* next_ = nullptr;
    };
    Awaiter awaiter(tornado::Runner& runner) const noexcept { return {runner, *this}; }

   private:
    Cell& cell_;
    StepInfo info_;
  };

  /// `auto guard = co_yield mutex.lock();`
  Acquire lock(std::source_location site = std::source_location::current()) const { return {cell(), site}; }

  /// Whether a task has it, without a step of its own.
  bool locked() const;

 private:
  Cell& cell() const;

  Cell* cell_;
  std::uint32_t run_;
};

}  // namespace windtunnel
