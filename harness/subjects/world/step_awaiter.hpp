// The awaiters with which coroutines in a World wait for a step. The coroutine is parked and a step is added
// to the loop; when a strategy chooses the step, the coroutine continues.
#pragma once

#include <coroutine>
#include <cstdint>
#include <source_location>
#include <string_view>
#include <utility>

#include "runtime/coroutine.hpp"
#include "runtime/sim/sim_loop.hpp"

namespace windtunnel {

class World;

/// What a step touches, and how it is described to people.
struct StepInfo {
  std::source_location site;
  std::string_view verb;  ///< "reads"; empty: the step is not shown
  std::uint32_t object = 0;
  tornado::Touch touch = tornado::Touch::nothing;
};

/// A coroutine that waits for its step. It lives in the coroutine's frame.
class ParkedTask : public tornado::WaitingStep {
 public:
  bool await_ready() const noexcept { return false; }

  World& world() const noexcept { return world_; }
  std::uint32_t task() const noexcept { return task_; }
  const tornado::Runner& coroutine() const noexcept { return runner_; }

  /// Parks the coroutine without a step of its own. Throws std::logic_error on a loop that is not the
  /// world's.
  void park();
  /// Adds the step of a parked coroutine.
  void add_step(const StepInfo& info);
  /// A block in which coroutines are destroyed that wait for their steps.
  class Forgetting {
   public:
    Forgetting() noexcept { forgets_ = true; }
    Forgetting(const Forgetting&) = delete;
    Forgetting& operator=(const Forgetting&) = delete;
    ~Forgetting() { forgets_ = false; }
  };

  /// Continues the coroutine. Only its step may call this; `*this` may be gone afterwards.
  void go_on();

 protected:
  ParkedTask(tornado::Runner& runner, World& world, Function run) noexcept
      : WaitingStep(run), runner_(runner), world_(world) {}
  ~ParkedTask() {
    if (forgets_) [[unlikely]]
      forget();
  }
  /// Whether its coroutine is being destroyed where it waits, while the run goes on.
  static bool is_forgotten() noexcept { return forgets_; }

  /// Reports the step, if the run is shown.
  void tell(const StepInfo& info) const;

 private:
  void forget() noexcept;

  static constinit inline thread_local bool forgets_ = false;

  tornado::Runner& runner_;
  World& world_;
  std::uint32_t task_ = 0;
};

/// One wait for a step, to be yielded. `Do()` runs in the step and returns the result of the yield. A `Do`
/// with a member `begin(ParkedTask&, const StepInfo&)` decides itself when the step is added.
template <class Do>
class [[nodiscard]] StepAwaitable {
 public:
  StepAwaitable(World& world, const StepInfo& info, Do act)
      : world_(world), info_(info), act_(std::move(act)) {}

  class Awaiter final : public ParkedTask {
   public:
    Awaiter(tornado::Runner& runner, const StepAwaitable& step) noexcept
        : ParkedTask(runner, step.world_, &run), step_(step) {}

    void await_suspend(std::coroutine_handle<>) {
      park();
      if constexpr (requires(ParkedTask& task) { step_.act_.begin(task, step_.info_); }) {
        step_.act_.begin(*this, step_.info_);
      } else {
        add_step(step_.info_);
      }
    }
    auto await_resume() const { return step_.act_(); }

   private:
    static void run(tornado::WaitingStep& self) {
      auto& awaiter = static_cast<Awaiter&>(self);
      awaiter.tell(awaiter.step_.info_);
      awaiter.go_on();
    }
    const StepAwaitable& step_;  // lives as long as the yield
  };
  Awaiter awaiter(tornado::Runner& runner) const noexcept { return {runner, *this}; }

 private:
  World& world_;
  StepInfo info_;
  Do act_;
};

/// Lets other tasks run first: World::turn().
struct GiveWay {
  void operator()() const noexcept {}
};

/// Waits for the clock and then for a step: World::sleep().
struct SleepFor {
  tornado::Duration duration;

  void begin(ParkedTask& task, const StepInfo& info) const;
  void operator()() const noexcept {}
};

/// Waits until nothing is left to happen: World::join().
struct JoinAll {
  void begin(ParkedTask& task, const StepInfo& info) const;
  void operator()() const noexcept {}
};

using Turn = StepAwaitable<GiveWay>;
using Sleep = StepAwaitable<SleepFor>;
using Join = StepAwaitable<JoinAll>;

}  // namespace windtunnel
