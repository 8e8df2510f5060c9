// What coroutines in a World yield to wait for a turn, and what all such waits have in common: the coroutine
// is suspended, a step is added to the loop, and when it is chosen the coroutine goes on.
#pragma once

#include <coroutine>
#include <cstdint>
#include <source_location>
#include <string_view>

#include "runtime/coroutine.hpp"
#include "runtime/current_task.hpp"
#include "runtime/sim/sim_loop.hpp"

namespace windtunnel {

class World;

/// One wait for a turn. It lives in the coroutine's frame.
class StepAwaiter : public tornado::WaitingStep {
 public:
  bool await_ready() const noexcept { return false; }

 protected:
  StepAwaiter(tornado::Runner& runner, World& world, Function run) noexcept
      : WaitingStep(run), runner_(runner), world_(world) {}
  ~StepAwaiter() = default;

  World& world() const noexcept { return world_; }

  /// Suspends the coroutine, to touch that object in that way when its turn has come.
  void wait(std::uint32_t object, tornado::Touch touch, std::source_location site);
  /// Suspends it without a step.
  void wait_apart() { runner_.suspend(); }
  /// The coroutine goes on. Only the turn itself may call it.
  void go_on();

  std::uint32_t lane() const noexcept { return lane_; }

 private:
  tornado::Runner& runner_;
  World& world_;
  std::uint32_t lane_ = 0;
};

/// `co_yield world.turn();`
class Turn {
 public:
  Turn(World& world, std::source_location site) noexcept : world_(world), site_(site) {}

  class Awaiter : public StepAwaiter {
   public:
    Awaiter(tornado::Runner& runner, const Turn& turn) noexcept
        : StepAwaiter(runner, turn.world_, &run), site_(turn.site_) {}
    void await_suspend(std::coroutine_handle<>) { wait(0, tornado::Touch::nothing, site_); }
    void await_resume() const noexcept {}

   private:
    static void run(tornado::WaitingStep& self);
    std::source_location site_;
  };
  Awaiter awaiter(tornado::Runner& runner) const noexcept { return {runner, *this}; }

 private:
  World& world_;
  std::source_location site_;
};

/// `co_yield world.sleep(duration);`
class Sleep {
 public:
  Sleep(World& world, tornado::Duration duration, std::source_location site) noexcept
      : world_(world), duration_(duration), site_(site) {}

  class Awaiter : public StepAwaiter {
   public:
    Awaiter(tornado::Runner& runner, const Sleep& sleep) noexcept
        : StepAwaiter(runner, sleep.world_, &run), duration_(sleep.duration_), site_(sleep.site_) {}
    void await_suspend(std::coroutine_handle<>);
    void await_resume() const noexcept {}

   private:
    static void run(tornado::WaitingStep& self);
    tornado::Duration duration_;
    std::source_location site_;
  };
  Awaiter awaiter(tornado::Runner& runner) const noexcept { return {runner, *this}; }

 private:
  World& world_;
  tornado::Duration duration_;
  std::source_location site_;
};

/// `co_yield world.join();`
class Join {
 public:
  Join(World& world, std::source_location site) noexcept : world_(world), site_(site) {}

  class Awaiter : public StepAwaiter {
   public:
    Awaiter(tornado::Runner& runner, const Join& join) noexcept
        : StepAwaiter(runner, join.world_, &run), site_(join.site_) {}
    void await_suspend(std::coroutine_handle<>);
    void await_resume() const noexcept {}

   private:
    static void run(tornado::WaitingStep& self);
    std::source_location site_;
  };
  Awaiter awaiter(tornado::Runner& runner) const noexcept { return {runner, *this}; }

 private:
  World& world_;
  std::source_location site_;
};

}  // namespace windtunnel
