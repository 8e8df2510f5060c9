// SimLoop: an IOLoop in a simulated world. Its clock is virtual and jumps from deadline to deadline. External
// events are delivered in the I/O phase, in the order that a ChoiceSource picks. Nothing in it depends on the
// machine.
#pragma once

#include <cstdint>
#include <vector>

#include "runtime/io_loop.hpp"
#include "runtime/sim/choice_source.hpp"
#include "runtime/sim/elapsed_time.hpp"
#include "runtime/sim/scheduling_model.hpp"
#include "runtime/sim/sim_device.hpp"
#include "runtime/sim/step_scheduler.hpp"

namespace tornado {

/// How a simulated run ended.
enum class RunEnd : std::uint8_t { none, idle, livelock };

/// The loop that tests use. It asks its scheduler whenever more than one thing may happen next: which
/// external event comes, which step runs. Steps run, one at a time, while no callback is queued. The handlers
/// of ready descriptors are steps too, which run in I/O phases; so are the adversary's callbacks.
class SimLoop final : public IOLoop {
 public:
  explicit SimLoop(ChoiceSource& choices, SchedulingModel model = SchedulingModel::exact,
                   MakeCurrent make_current = MakeCurrent::if_there_is_none);
  ~SimLoop() override;

  /// Closes the loop and makes it as new, with other choices, except for its memory, its observer and its log
  /// handler.
  void reset(ChoiceSource& choices, SchedulingModel model);

  /// The virtual time. A program that reads it knows how long its steps took until here: no time.
  Time time() const override {
    elapsed_.read(scheduler_.now());
    return scheduler_.now();
  }

  /// Registers an external event: `fn(args...)` runs once, in a later I/O phase, in no stack context. Its
  /// result is ignored; its exceptions are handled like those of callbacks.
  template <class Function, class... Args>
    requires std::invocable<Function&, Args&...>
  void external(Function fn, Args... args) {
    add_external([fn = std::move(fn), ... args = std::move(args)]() mutable {
      static_cast<void>(std::invoke(fn, args...));
    });
  }

  /// Adds a step: `waiting` runs when it is chosen. `step` says what it will touch. Exceptions are handled
  /// like those of callbacks. Ignored once the loop is closed.
  void add_step(WaitingStep& waiting, const Step& step);

  /// As call_later(), for a function that only adds a step: the order of this timer among others changes
  /// nothing, so nobody is asked about it.
  template <class Function>
  void add_step_later(Duration delay, Function add) {
    const Timeout timer = call_later(delay, std::move(add));
    if (timer.cell() != nullptr) timer.cell()->adds_step = true;
  }

  /// How long a step takes at most in the realistic model, and how late timers are at most; at least 0.
  void set_step_time(Duration most) { elapsed_.set_step_time(most); }

  /// Decides which step runs next.
  StepScheduler& scheduler() { return scheduler_; }
  const StepScheduler& scheduler() const { return scheduler_; }

  /// Moves the clock while a callback runs, as slow code would.
  void spend(Duration duration);

  /// Attaches the part of the world that has descriptors. There can be one, and it must detach, with null,
  /// before it is destroyed. Throws std::logic_error if another is attached.
  void attach(SimDevice* device);

  static constexpr std::uint32_t default_phase_limit = 20'000;

  /// The limit of I/O phases; beyond it, the run ends as a livelock. Each step counts as one.
  void set_phase_limit(std::uint32_t limit) { phase_limit_ = limit; }

  /// Ends the run as a livelock after the current iteration.
  void end_as_livelock();

  /// How the last start() ended; `none` after stop().
  RunEnd end() const { return end_; }
  std::uint32_t phases() const { return phases_; }

 protected:
  void iterate() override;
  bool poll(Duration timeout) override;
  void drop_world() noexcept override;
  void watch_descriptor(int fd, IOEvents events) override;

 private:
  struct External {
    Callback run;
    std::uint32_t number;
  };
  struct HandlerStep;

  // The body of iterations in which callbacks are steps.
  void iterate_in_any_order();
  void run_steps_that_are_ready();
  void callbacks_to_steps();
  void run_due_in_any_order(TimerList& due);
  bool may_be_late(const TimerCell& timer);

  // The body of iterations that take time.
  void iterate_realistically();
  void let_time_pass();
  void run_due_realistically(TimerList& due);
  TimerList::iterator next_of(TimerList& due);
  bool is_late(TimerCell& timer);
  bool can_be_overtaken(const TimerCell& timer) const;
  bool io_is_late();
  bool steps_arrive(bool busy);

  bool busy() const;
  void add_external(Callback callback);
  bool deliver_external(bool may_wait);
  void collect_ready();
  void run_handler_step(HandlerStep& step);
  bool move_clock();
  Time earliest(Time world) const;
  Time some_deadline(Time world);
  void set_clock(Time time, ClockMove move);
  bool poll_world(bool busy);
  bool end_run(RunEnd how, EventKind event);
  bool run_steps(bool busy);
  void run_step();

  StepScheduler scheduler_;
  SchedulingModel model_;
  RunEnd end_ = RunEnd::none;
  std::uint32_t phases_ = 0;
  std::uint32_t phase_limit_ = default_phase_limit;
  std::uint32_t next_external_ = 1;
  mutable ElapsedTime elapsed_;
  std::size_t arrivals_ = 0;  // waiting steps that may run in any I/O phase
  std::vector<External, PoolAllocator<External>> externals_;
  std::vector<Time, PoolAllocator<Time>> deadlines_;  // scratch
  SimDevice* device_ = nullptr;
  std::vector<ReadyDescriptor> descriptors_;                              // scratch
  std::vector<HandlerStep*, PoolAllocator<HandlerStep*>> handler_steps_;  // those that wait
};

}  // namespace tornado
