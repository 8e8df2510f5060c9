// StepLog: the steps of a simulated run: which are ready, which have run, and what each of them touched.
// Strategies read it to choose the next step: what two steps touch decides whether their order can matter at
// all.
#pragma once

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <source_location>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tornado {

/// How something is touched. Two touches of one thing commute if both are reads. `anything`: the thing is
/// written, and the step may touch everything else too.
enum class Touch : std::uint8_t { nothing, read, write, anything };

/// Whether a touch may change its thing.
constexpr bool writes(Touch touch) noexcept {
  return touch == Touch::write || touch == Touch::anything;
}

/// What runs between two scheduling points. Everything here except `events` is known when the step becomes
/// ready.
struct Step {
  std::uint32_t number = 0;      ///< from 1, in the order in which steps became ready
  std::uint32_t task = 0;        ///< the logical task to which it belongs; 0: the run's own
  std::uint32_t object = 0;      ///< the object that it touches first; 0: not known
  std::uint32_t cause = 0;       ///< the step during which it became ready; 0: none, but the end of an epoch
  std::uint32_t events = 0;      ///< how many events the observer had when the step ran
  Touch touch = Touch::nothing;  ///< how it touches `object`
  std::uint16_t epoch = 0;       ///< in which it became ready: all steps of one run before any of the next
  bool arrives = false;          ///< it comes from outside, in any I/O phase, whatever is queued
  std::source_location site;     ///< the code that waits for it; line 0 if not known
};

/// An object that a step touched, besides the one in the step itself.
struct Access {
  std::uint32_t at;  ///< the step's index among those that ran
  std::uint32_t object;
  Touch how;

  bool operator==(const Access&) const = default;
};

/// What an observer had recorded when a step began; both are 0 without an observer.
struct StepMark {
  std::size_t events = 0;         ///< how many events
  std::uint32_t next_future = 0;  ///< the number of the next Future
};

/// The record. The scheduler writes it; clearing it between runs keeps its memory.
class StepLog {
 public:
  /// How many steps are recorded at most. A longer run goes on, but its record ends there.
  static constexpr std::size_t limit = 1'000'000;

  // --- Read by strategies.

  /// The numbers of the ready steps, in the order in which they became ready: they ascend.
  std::size_t ready_count() const { return order_.size(); }
  const Step& ready(std::size_t index) const { return slots_[slot(index)]; }

  /// The slot in which the `index`-th ready step is kept until it runs: a small number that no other ready
  /// step has.
  std::uint32_t slot(std::size_t index) const {
    assert(index < order_.size());
    return order_[index];
  }

  /// The index of the step with that number among the ready ones; it must be one of them.
  std::size_t place_of(std::uint32_t number) const {
    assert(!order_.empty());
    std::size_t first = 0;
    for (std::size_t count = order_.size(); count > 1;) {
      const std::size_t half = count / 2;
      first += slots_[order_[first + half]].number <= number ? half : 0;
      count -= half;
    }
    assert(slots_[order_[first]].number == number);
    return first;
  }

  /// The steps that have run, in order.
  std::span<const Step> done() const { return done_; }
  /// What they touched besides their own objects, in order.
  std::span<const Access> accesses() const { return accesses_; }

  /// For the step at that index among those that ran: Futures from this number on were made during it or
  /// later. 0 without an observer.
  std::uint32_t first_new_future(std::size_t at) const {
    return at < new_futures_.size() ? new_futures_[at] : 0;
  }

  /// The number of the step that is running, or to which the running code belongs; 0 if there is none.
  std::uint32_t running() const { return running_; }
  /// The task of the step that ran last; 0 if none did or it was not recorded.
  std::uint32_t running_task() const { return complete_ && !done_.empty() ? done_.back().task : 0; }

  std::uint32_t task_count() const { return tasks_.count(); }
  std::uint32_t object_count() const { return objects_.count(); }
  std::string_view task_name(std::uint32_t task) const { return task == 0 ? "main" : tasks_.name(task); }
  std::string_view object_name(std::uint32_t object) const {
    return object == 0 ? "" : objects_.name(object);
  }
  /// The task that started that task; 0 for the run's own.
  std::uint32_t parent(std::uint32_t task) const {
    assert(task <= parents_.size());
    return task == 0 ? 0 : parents_[task - 1];
  }

  /// Whether the record contains everything that steps may have in common. It is false once something ran
  /// that is not a step, such as an external event, or a step took time: then two steps that touch nothing in
  /// common may not commute, and no search may call itself complete.
  bool independence_known() const { return independence_known_; }
  /// False if there were more steps than `limit`.
  bool complete() const { return complete_; }
  /// Whether steps touch nothing in common but what is recorded. Otherwise a step may also use variables that
  /// nobody sees, and conflicts with every other step.
  bool accesses_declared() const { return accesses_declared_; }
  /// Whether the run was ended before all its steps had run.
  bool cut() const { return cut_; }
  /// The numbers, ascending, of timers that do nothing but add a step: their order does not matter.
  std::span<const std::uint32_t> step_timers() const { return step_timers_; }

  // --- Called by the code under test.

  /// A new logical task or object, each numbered from 1. The names are for people, and for identifiers that
  /// survive edits of the program.
  std::uint32_t add_task(std::string_view name, std::uint32_t parent) {
    assert(parent <= parents_.size());
    parents_.push_back(parent);
    return tasks_.add(name);
  }
  std::uint32_t add_object(std::string_view name) { return objects_.add(name); }

  /// From here on every access is declared: the code promises it. No step may have run.
  void declare_accesses() {
    assert(running_ == 0 && done_.empty());
    accesses_declared_ = true;
  }

  /// The timer with that number, which is set next, does nothing but add a step.
  void add_step_timer(std::uint32_t number) {
    if (step_timers_.size() < limit) step_timers_.push_back(number);
  }

  /// The run ends here, whatever is left.
  void cut_short() { cut_ = true; }

  /// The running step touches that object.
  void touch(std::uint32_t object, Touch how) {
    if (running_ == 0 || !complete_) return;
    const Access access{static_cast<std::uint32_t>(done_.size() - 1), object, how};
    if (accesses_.empty() || accesses_.back() != access) accesses_.push_back(access);
  }

  // --- Called by the scheduler and its clients.

  /// A step becomes ready. Returns its slot.
  std::uint32_t add(Step step) {
    step.number = ++last_;
    step.cause = running_;
    step.epoch = epoch_;
    std::uint32_t slot = free_;
    if (slot != none) {
      free_ = slots_[slot].cause;
      slots_[slot] = step;
    } else {
      slot = static_cast<std::uint32_t>(slots_.size());
      slots_.push_back(step);
    }
    assert(order_.empty() || slots_[order_.back()].number < step.number);
    order_.push_back(slot);
    assert(order_.size() <= slots_.size());
    return slot;
  }

  /// The `index`-th ready step begins to run. Returns its slot, which is free from now on.
  std::uint32_t begin(std::size_t index, const StepMark& mark) {
    const std::uint32_t slot = this->slot(index);
    order_.erase(order_.begin() + static_cast<std::ptrdiff_t>(index));
    Step& step = slots_[slot];
    assert(step.number != 0 && step.epoch == epoch_);
    running_ = step.number;
    if (done_.size() < limit) {
      done_.push_back(step);
      done_.back().events = static_cast<std::uint32_t>(mark.events);
      if (mark.next_future != 0) new_futures_.push_back(mark.next_future);
    } else {
      complete_ = false;
    }
    step.cause = free_;
    free_ = slot;
    return slot;
  }

  /// The step in that slot is not ready any more, and will not run.
  void withdraw(std::uint32_t slot) {
    const auto at = std::find(order_.begin(), order_.end(), slot);
    assert(at != order_.end());
    order_.erase(at);
    slots_[slot].cause = free_;
    free_ = slot;
  }

  /// The step that ran last belongs to that task after all.
  void settle_task(std::uint32_t task) {
    assert(task <= parents_.size());
    if (complete_ && !done_.empty()) done_.back().task = task;
  }

  /// Marks the end of an epoch: all steps so far have run, and the next change comes from outside.
  void end_epoch() {
    assert(order_.empty());
    running_ = 0;
    if (epoch_ == last_epoch) {
      independence_known_ = false;
    } else {
      ++epoch_;
    }
  }

  /// Something runs next that is not a step and may touch anything.
  void begin_unrecorded() {
    running_ = 0;
    independence_known_ = false;
  }

  /// Removes the ready steps.
  void drop_ready() {
    order_.clear();
    slots_.clear();
    free_ = none;
  }

  /// Empties the record; keeps the memory.
  void clear() {
    drop_ready();
    done_.clear();
    new_futures_.clear();
    accesses_.clear();
    step_timers_.clear();
    tasks_.clear();
    objects_.clear();
    parents_.clear();
    last_ = running_ = 0;
    epoch_ = 0;
    independence_known_ = complete_ = true;
    accesses_declared_ = cut_ = false;
  }

 private:
  static constexpr std::uint32_t none = ~std::uint32_t{0};
  static constexpr std::uint16_t last_epoch = 0xffff;

  // Texts that keep their memory.
  class Names {
   public:
    std::uint32_t add(std::string_view name) {
      if (used_ == names_.size()) names_.emplace_back();
      names_[used_].assign(name);
      return ++used_;
    }
    std::uint32_t count() const { return used_; }
    std::string_view name(std::uint32_t number) const {
      assert(number != 0 && number <= used_);
      return names_[number - 1];
    }
    void clear() { used_ = 0; }

   private:
    std::vector<std::string> names_;
    std::uint32_t used_ = 0;
  };

  std::vector<Step> slots_;
  std::vector<std::uint32_t> order_;
  std::vector<Step> done_;
  std::vector<std::uint32_t> new_futures_;  // by the steps that ran
  std::vector<Access> accesses_;
  std::vector<std::uint32_t> step_timers_;
  std::vector<std::uint32_t> parents_;
  Names tasks_;
  Names objects_;
  std::uint32_t free_ = none;  // the first free slot; each links to the next by its `cause`
  std::uint32_t last_ = 0;
  std::uint32_t running_ = 0;
  std::uint16_t epoch_ = 0;
  bool independence_known_ = true;
  bool complete_ = true;
  bool accesses_declared_ = false;
  bool cut_ = false;
};

}  // namespace tornado
