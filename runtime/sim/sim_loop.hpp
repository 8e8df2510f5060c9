// SimLoop: an IOLoop in a simulated world. Its clock is virtual and jumps from deadline to deadline; the
// outside world is a set of external events, delivered in the I/O phase in the order that a ChoiceSource
// picks. Nothing in it depends on the machine it runs on.
#pragma once

#include <cstdint>
#include <vector>

#include "runtime/io_loop.hpp"
#include "runtime/sim/choice_source.hpp"
#include "runtime/sim/freedom.hpp"
#include "runtime/sim/sim_device.hpp"
#include "runtime/sim/step_log.hpp"

namespace tornado {

/// How a simulated run ended.
enum class RunEnd : std::uint8_t { none, idle, livelock };

/// Something that waits for its turn among the steps of a run: it belongs to whoever made it, and is told
/// when its turn has come, or else dropped when the loop goes.
class WaitingStep {
 public:
  using Function = void (*)(WaitingStep&);

  explicit WaitingStep(Function run, Function drop = nullptr) noexcept : run_(run), drop_(drop) {}
  WaitingStep(const WaitingStep&) = delete;
  WaitingStep& operator=(const WaitingStep&) = delete;

 protected:
  ~WaitingStep() = default;

 private:
  friend class SimLoop;

  Function run_;
  Function drop_;  // null: nothing to do
};

/// The loop that tests use. It asks `choices` whenever more than one thing may happen next: which external
/// event comes, which step runs. Steps come, one at a time, while no callback is queued; the adversary's
/// callbacks are steps like any other.
class SimLoop final : public IOLoop {
 public:
  explicit SimLoop(ChoiceSource& choices, Freedom freedom = Freedom::contract,
                   MakeCurrent make_current = MakeCurrent::if_there_is_none);
  ~SimLoop() override;

  /// Closes it and makes it as new under other choices, but for its memory, its observer and its log handler.
  void reset(ChoiceSource& choices, Freedom freedom);

  Time time() const override { return now_; }

  /// Registers an event of the outside world: `fn(args...)` runs once, in some I/O phase after this one, in
  /// no stack context. What it returns is ignored; an exception that escapes it is handled like a callback's.
  template <class Function, class... Args>
    requires std::invocable<Function&, Args&...>
  void external(Function fn, Args... args) {
    add_external([fn = std::move(fn), ... args = std::move(args)]() mutable {
      static_cast<void>(std::invoke(fn, args...));
    });
  }

  /// Adds a step: `waiting` runs when it is chosen. `step` says what it will touch.
  void add_step(WaitingStep& waiting, const Step& step);

  /// The steps so far. Where they are recorded may be set before the loop does anything, and must be there
  /// until it is closed; null is a place of its own.
  StepLog& steps() { return *steps_; }
  const StepLog& steps() const { return *steps_; }
  void set_step_log(StepLog* steps) { steps_ = steps != nullptr ? steps : &own_steps_; }

  /// Moves the clock while a callback runs, as slow code would.
  void spend(Duration duration);

  /// Attaches the part of the world that has descriptors: one at most, which must detach, by null, before it
  /// goes. Throws std::logic_error if another is attached.
  void attach(SimDevice* device);

  /// Whom the loop asks, for the world's other parts.
  ChoiceSource& choices() const { return *choices_; }

  static constexpr std::uint32_t default_phase_limit = 20'000;

  /// At most that many I/O phases; the next one ends the run as a livelock. Each step counts as one.
  void set_phase_limit(std::uint32_t limit) { phase_limit_ = limit; }

  /// Ends the run as a livelock after the current iteration.
  void end_as_livelock();

  /// How the last start() ended; `none` after stop().
  RunEnd end() const { return end_; }
  std::uint32_t phases() const { return phases_; }

 protected:
  bool poll(Duration timeout) override;
  void run_unordered(TimerList& due) override;
  void drop_world() noexcept override;
  void watch_descriptor(int fd, IOEvents events) override;

 private:
  struct External {
    Callback run;
    std::uint32_t number;
  };

  struct Waiting {
    WaitingStep* step;
    std::uint32_t external;  // its number as observers know it; 0: it is a callback
  };

  void add_external(Callback callback);
  bool deliver_external(bool may_wait);
  bool run_ready_handlers();
  void collect_ready();
  bool move_clock();
  Time earliest(Time world) const;
  Time some_deadline(Time world);
  void set_clock(Time time, ClockMove move);
  std::uint32_t choose(ChoiceKind kind, const char* site, std::size_t options);
  bool poll_world(bool busy);
  bool end_run(RunEnd how, EventKind event);
  void run_due_freely(TimerList& due);
  bool run_steps();
  void run_step();
  void collect();
  void place(WaitingStep& waiting, std::uint32_t external, const Step& step);

  ChoiceSource* choices_;
  Freedom freedom_;
  RunEnd end_ = RunEnd::none;
  Time now_{};
  std::uint32_t phases_ = 0;
  std::uint32_t phase_limit_ = default_phase_limit;
  std::uint32_t next_external_ = 1;
  std::vector<External, PoolAllocator<External>> externals_;
  std::vector<Time, PoolAllocator<Time>> deadlines_;  // scratch
  SimDevice* device_ = nullptr;
  std::vector<ReadyDescriptor> descriptors_;  // scratch
  HandlerList batch_;                         // the handlers of this I/O phase
  StepLog own_steps_;
  StepLog* steps_ = &own_steps_;
  std::vector<Waiting, PoolAllocator<Waiting>> waiting_;  // by the slots of the ready steps
};

}  // namespace tornado
