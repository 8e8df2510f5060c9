// StepScheduler: decides which waiting step runs next, and keeps the virtual time. It asks one ChoiceSource
// and records the steps in a StepLog. It knows nothing about what the steps are: code that has steps to run,
// such as the simulated loop, is its client, and every strategy works on all of its clients.
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

/// Something that waits until the scheduler chooses it. It belongs to its maker and must live until it is run
/// dropped or withdrawn; one of the three happens once each time it is added.
class WaitingStep {
 public:
  using Function = void (*)(WaitingStep&);

  /// `run` is called when it is chosen; `drop` (null: nothing to do) if the run ends before that.
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
  /// The site of the question which step runs next.
  static constexpr std::string_view step_site = "loop/ready";

  /// Asks `choices`, which must outlive the run.
  explicit StepScheduler(ChoiceSource& choices) noexcept : choices_(&choices) {}
  StepScheduler(const StepScheduler&) = delete;
  StepScheduler& operator=(const StepScheduler&) = delete;
  ~StepScheduler() { drop_all(); }

  /// Begins another run with other choices, at time 0. No step may be waiting.
  void reset(ChoiceSource& choices) noexcept;

  ChoiceSource& choices() const noexcept { return *choices_; }
  /// From here on asks others, which must outlive the run.
  void ask(ChoiceSource& choices) noexcept { choices_ = &choices; }

  /// Asks for one of that many options; with only one option, does not ask. An answer out of range means the
  /// last option. `timer` is the number of the timer that it is about, if there is one.
  std::uint32_t choose(ChoiceKind kind, std::string_view site, std::size_t options, std::uint32_t timer = 0);

  /// The virtual clock.
  Time now() const noexcept { return now_; }
  /// Moves the clock forward, never back. Returns whether it moved.
  bool advance_to(Time time) noexcept;

  /// The steps so far. To record them elsewhere, call this while no step waits; the log must live until the
  /// run ends; null means the scheduler's own log.
  StepLog& log() noexcept { return *log_; }
  const StepLog& log() const noexcept { return *log_; }
  void set_log(StepLog* log) noexcept;

  /// How many steps are waiting.
  std::size_t waiting_count() const noexcept { return log_->ready_count(); }

  /// Adds a step; `step` says to which task it belongs and what it will touch.
  void add(WaitingStep& waiting, const Step& step);

  /// Chooses the step that comes next, of which one must wait, unless it is chosen already.
  const Step& pick_step();
  /// As pick_step(), where the client's own order decides: the next step is the one with that number, which
  /// waits.
  void pick_step(std::uint32_t number) noexcept { picked_ = log_->place_of(number); }
  /// Begins the step that comes next, and chooses it if nobody has: the current task is the step's. The
  /// caller runs it.
  WaitingStep& begin_step(const StepMark& mark);
  /// Call it after a step: the step counts for the task that is current by then.
  void end_step();

  /// Runs `other` in the place of a step that goes. Returns false if that step does not wait.
  bool replace(WaitingStep& step, WaitingStep& other) noexcept;

  /// What the step waits for is gone again, such as a lock that another task took: it waits no more, and is
  /// neither run nor dropped. No step may be picked. Returns false if that step does not wait.
  bool withdraw(WaitingStep& step) noexcept;

  /// Drops the waiting steps without running them, in the order in which they became ready.
  void drop_all() noexcept;

 private:
  static constexpr std::size_t none = ~std::size_t{0};

  std::size_t choose_step();

  ChoiceSource* choices_;
  Time now_{};
  std::size_t picked_ = none;  // its place among the ready steps, which are only added to until it begins
  StepLog own_log_;
  StepLog* log_ = &own_log_;
  std::vector<WaitingStep*, PoolAllocator<WaitingStep*>> waiting_;  // by the slots of the ready steps
};

}  // namespace tornado
