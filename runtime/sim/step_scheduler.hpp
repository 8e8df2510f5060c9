// StepScheduler: which of the steps that wait comes next, and what time it is. It asks one ChoiceSource,
// records what came in a StepLog, and knows nothing about what the steps are: whoever has steps to run, such
// as the simulated loop, is its client, and every search strategy works on all of its clients.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "runtime/clock.hpp"
#include "runtime/memory_pool.hpp"
#include "runtime/sim/choice_source.hpp"
#include "runtime/sim/step_log.hpp"

namespace tornado {

/// Something that waits until the scheduler chooses it. It belongs to whoever made it, and must live until it
/// is run or dropped; either happens once each time it is added.
class WaitingStep {
 public:
  using Function = void (*)(WaitingStep&);

  /// `run` is called when it is chosen, `drop` (null: nothing to do) when the run ends before.
  explicit WaitingStep(Function run, Function drop = nullptr) noexcept : run_(run), drop_(drop) {}
  WaitingStep(const WaitingStep&) = delete;
  WaitingStep& operator=(const WaitingStep&) = delete;

  void execute() { run_(*this); }
  void discard() noexcept {
    if (drop_ != nullptr) drop_(*this);
  }

  /// A number of the client's own; 0 until it sets one.
  std::uint32_t number() const noexcept { return number_; }
  void set_number(std::uint32_t number) noexcept { number_ = number; }

 protected:
  ~WaitingStep() = default;

 private:
  Function run_;
  Function drop_;
  std::uint32_t number_ = 0;
};

/// The scheduler of one run at a time. A client adds steps, and whenever it has nothing else to do it runs
/// one: `WaitingStep& next = scheduler.begin_step(mark); next.execute(); scheduler.end_step();`
class StepScheduler {
 public:
  /// The site of the question which step comes next.
  static constexpr std::string_view step_site = "loop/ready";

  /// Asks `choices`, which must outlive the run.
  explicit StepScheduler(ChoiceSource& choices) noexcept : choices_(&choices) {}
  StepScheduler(const StepScheduler&) = delete;
  StepScheduler& operator=(const StepScheduler&) = delete;
  ~StepScheduler() { drop_all(); }

  /// Begins another run under other choices, at time 0. No step may wait.
  void reset(ChoiceSource& choices) noexcept;

  ChoiceSource& choices() const noexcept { return *choices_; }

  /// Asks for one of that many options; does not ask if there is only one. An answer out of range is the
  /// last.
  std::uint32_t choose(ChoiceKind kind, std::string_view site, std::size_t options);

  /// The virtual clock.
  Time now() const noexcept { return now_; }
  /// Moves it forward. Returns whether it moved: it never goes back.
  bool advance_to(Time time) noexcept;

  /// The steps so far. They may be recorded elsewhere: that must be set while no step waits, and be there
  /// until the run ends; null is a place of its own.
  StepLog& log() noexcept { return *log_; }
  const StepLog& log() const noexcept { return *log_; }
  void set_log(StepLog* log) noexcept;

  /// How many steps wait.
  std::size_t waiting_count() const noexcept { return log_->ready_count(); }

  /// Adds a step; `step` says whose it is and what it will touch.
  void add(WaitingStep& waiting, const Step& step);

  /// Chooses a step, of which one must wait, and begins it: the current task is the step's. The caller runs
  /// it.
  WaitingStep& begin_step(const StepMark& mark);
  /// After a step: it counts as the task's that is current by now.
  void end_step();

  /// Drops the steps that wait, unrun, those that became ready first first.
  void drop_all() noexcept;

 private:
  ChoiceSource* choices_;
  Time now_{};
  StepLog own_log_;
  StepLog* log_ = &own_log_;
  std::vector<WaitingStep*, PoolAllocator<WaitingStep*>> waiting_;  // by the slots of the ready steps
};

}  // namespace tornado
