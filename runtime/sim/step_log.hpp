// The steps of a simulated run: which may come next, which have run, and what each of them touched.
// Strategies read it to decide which step comes next: what two steps touch says whether their order can
// matter at all.
#pragma once

#include <cassert>
#include <cstddef>
#include <cstdint>
#include <source_location>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tornado {

/// How something is touched. Two touches of one thing commute if both are reads.
enum class Touch : std::uint8_t { nothing, read, write };

/// What runs between two scheduling points. Everything in it is known when it becomes ready, but for
/// `events`.
struct Step {
  std::uint32_t number = 0;      ///< from 1, in the order in which steps became ready
  std::uint32_t task = 0;        ///< the logical task that it belongs to; 0: the run's own
  std::uint32_t object = 0;      ///< what it touches first; 0: not known
  std::uint32_t cause = 0;       ///< the step during which it became ready; 0: none, but the end of an epoch
  std::uint32_t events = 0;      ///< how many events the observer had when it ran
  Touch touch = Touch::nothing;  ///< how it touches `object`
  std::uint16_t epoch = 0;       ///< in which it became ready: all steps of one run before any of the next
  std::source_location site;     ///< the code that waits for it; line 0 if that is not known
};

/// A thing was touched during a step, besides what the step itself says.
struct Access {
  std::uint32_t at;  ///< the step's place among those that ran
  std::uint32_t object;
  Touch how;
};

/// What an observer had recorded when a step began; both are 0 where none watches.
struct StepMark {
  std::size_t events = 0;         ///< how many events
  std::uint32_t next_future = 0;  ///< the number of the next Future to be made
};

/// The record. The scheduler writes it; it is cleared between runs and keeps its memory.
class StepLog {
 public:
  /// How many steps are recorded. A run may have more: then the record ends early, not the run.
  static constexpr std::size_t limit = 1'000'000;

  // --- What strategies read.

  /// The steps that may run now, in the order in which they became ready: their numbers ascend.
  std::size_t ready_count() const { return order_.size(); }
  const Step& ready(std::size_t index) const { return slots_[slot(index)]; }

  /// Where the `index`-th ready step is kept until it runs: a small number that no other ready step has.
  std::uint32_t slot(std::size_t index) const {
    assert(index < order_.size());
    return order_[index];
  }

  /// The place of the step with that number among the ready ones. It must be one of them.
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

  /// Of the step at that place among those that ran: Futures from that number on were made during it or
  /// later. 0 where no observer watched.
  std::uint32_t first_new_future(std::size_t at) const {
    return at < new_futures_.size() ? new_futures_[at] : 0;
  }

  /// The number of the step that runs, or to which what runs now belongs; 0 for none.
  std::uint32_t running() const { return running_; }
  /// The task of the step that ran last; 0 if none did or it is not recorded.
  std::uint32_t running_task() const { return complete_ && !done_.empty() ? done_.back().task : 0; }

  std::uint32_t task_count() const { return tasks_.count(); }
  std::uint32_t object_count() const { return objects_.count(); }
  std::string_view task_name(std::uint32_t task) const { return task == 0 ? "main" : tasks_.name(task); }
  std::string_view object_name(std::uint32_t object) const {
    return object == 0 ? "" : objects_.name(object);
  }
  /// The task that began that task; 0 for the run's own.
  std::uint32_t parent(std::uint32_t task) const {
    assert(task <= parents_.size());
    return task == 0 ? 0 : parents_[task - 1];
  }

  /// Whether the record tells everything that steps may have in common. False once something ran that is no
  /// step, such as an event of the outside world or time that a step took: then two steps that touch nothing
  /// in common may not commute, and no search may call itself complete.
  bool independence_known() const { return independence_known_; }
  /// False if there were more steps than `limit`.
  bool complete() const { return complete_; }

  // --- What the code under test tells.

  /// A new logical task or thing to touch, each numbered from 1. The names are for people and for what must
  /// survive edits of the program.
  std::uint32_t add_task(std::string_view name, std::uint32_t parent) {
    assert(parent <= parents_.size());
    parents_.push_back(parent);
    return tasks_.add(name);
  }
  std::uint32_t add_object(std::string_view name) { return objects_.add(name); }

  /// The step that runs touches that object.
  void touch(std::uint32_t object, Touch how) {
    if (running_ != 0 && complete_) {
      accesses_.push_back({static_cast<std::uint32_t>(done_.size() - 1), object, how});
    }
  }

  // --- What the scheduler and its clients tell.

  /// A step becomes ready. Gives its slot.
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

  /// The `index`-th ready step begins to run. Gives its slot, which is free from now on.
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

  /// The step that ran last turns out to be that task's.
  void settle_task(std::uint32_t task) {
    assert(task <= parents_.size());
    if (complete_ && !done_.empty()) done_.back().task = task;
  }

  /// Every step so far has run, and what comes next is no step's doing.
  void end_epoch() {
    assert(order_.empty());
    running_ = 0;
    if (epoch_ == last_epoch) {
      independence_known_ = false;
    } else {
      ++epoch_;
    }
  }

  /// Something runs next that is no step and may touch anything.
  void begin_unrecorded() {
    running_ = 0;
    independence_known_ = false;
  }

  /// Forgets the ready steps.
  void drop_ready() {
    order_.clear();
    slots_.clear();
    free_ = none;
  }

  /// Forgets everything but the memory.
  void clear() {
    drop_ready();
    done_.clear();
    new_futures_.clear();
    accesses_.clear();
    tasks_.clear();
    objects_.clear();
    parents_.clear();
    last_ = running_ = 0;
    epoch_ = 0;
    independence_known_ = complete_ = true;
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
  std::vector<std::uint32_t> parents_;
  Names tasks_;
  Names objects_;
  std::uint32_t free_ = none;  // the first free slot; each links to the next by its `cause`
  std::uint32_t last_ = 0;
  std::uint32_t running_ = 0;
  std::uint16_t epoch_ = 0;
  bool independence_known_ = true;
  bool complete_ = true;
};

}  // namespace tornado
