// The steps of a simulated run: which may come next, which have come, and what each of them touched. Whoever
// answers "which runs next?" reads it: what two steps touch says whether their order can matter at all.
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

/// One step: what runs between two decisions. Everything in it is known when it becomes ready, but for
/// `events`.
struct Step {
  std::uint32_t number = 0;      ///< from 1, in the order in which steps became ready
  std::uint32_t lane = 0;        ///< the logical task that it belongs to; 0: the run's own
  std::uint32_t object = 0;      ///< what it touches first; 0: not known
  std::uint32_t cause = 0;       ///< the step during which it became ready; 0: none, but the end of an era
  std::uint32_t events = 0;      ///< how many events the observer had when it ran
  Touch touch = Touch::nothing;  ///< how it touches `object`
  std::uint16_t era = 0;      ///< of its becoming ready; all steps of an era have run before the next begins
  std::source_location site;  ///< the code that waits for it; line 0 if that is not known
};

/// A thing was touched during a step, beside what the step itself says.
struct Access {
  std::uint32_t at;  ///< the step's place among those that ran
  std::uint32_t object;
  Touch how;
};

/// The record. The loop writes it; it is cleared between runs and keeps its memory.
class StepLog {
 public:
  /// How many steps are recorded; a run that has more is cut short in the record, not in itself.
  static constexpr std::size_t limit = 1'000'000;

  /// The steps that may run now, by the order in which they became ready: the numbers ascend.
  std::size_t ready_count() const { return order_.size(); }
  const Step& ready(std::size_t index) const { return slots_[order_[index]]; }

  /// Where the `index`-th ready step is kept until it runs: a small number that no other ready step has.
  std::uint32_t slot(std::size_t index) const { return order_[index]; }

  /// The place among the ready steps of the one with that number. It must be one of them.
  std::size_t place_of(std::uint32_t number) const {
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
  /// What they touched beside their own objects, in order.
  std::span<const Access> accesses() const { return accesses_; }

  /// Of the step at that place among those that ran: futures from that number on were made during it or
  /// later. Only known where an observer watched.
  std::uint32_t first_new_future(std::size_t at) const {
    return at < new_futures_.size() ? new_futures_[at] : 0;
  }

  /// The number of the step that runs, or to which what runs now belongs; 0 for none.
  std::uint32_t running() const { return running_; }

  /// The current step touches that object.
  void touch(std::uint32_t object, Touch how) {
    if (running_ != 0 && complete_) {
      accesses_.push_back({static_cast<std::uint32_t>(done_.size() - 1), object, how});
    }
  }

  /// A new logical task or thing to touch, numbered from 1 each. The names are for people and for what must
  /// survive edits of the program.
  std::uint32_t add_lane(std::string_view name, std::uint32_t parent) {
    parents_.push_back(parent);
    return lanes_.add(name);
  }
  std::uint32_t add_object(std::string_view name) { return objects_.add(name); }
  std::uint32_t lane_count() const { return lanes_.count(); }
  std::uint32_t object_count() const { return objects_.count(); }
  std::string_view lane_name(std::uint32_t lane) const { return lane == 0 ? "main" : lanes_.name(lane); }
  std::string_view object_name(std::uint32_t object) const {
    return object == 0 ? "" : objects_.name(object);
  }
  /// The lane in which a lane was begun.
  std::uint32_t parent(std::uint32_t lane) const { return lane == 0 ? 0 : parents_[lane - 1]; }

  /// False if more than steps decided what happened, such as an event of the outside world or time that a
  /// step took: then steps that touch nothing in common may not commute.
  bool transparent() const { return transparent_; }
  /// False if there were more steps than `limit`.
  bool complete() const { return complete_; }

  // For the loop.

  /// A step becomes ready. Gives its slot.
  std::uint32_t add(Step step) {
    step.number = ++last_;
    step.cause = running_;
    step.era = era_;
    std::uint32_t slot = free_;
    if (slot != none) {
      free_ = slots_[slot].cause;
      slots_[slot] = step;
    } else {
      slot = static_cast<std::uint32_t>(slots_.size());
      slots_.push_back(step);
    }
    order_.push_back(slot);
    return slot;
  }

  /// The `index`-th ready step begins to run. Gives its slot, which is free from now on.
  std::uint32_t begin(std::size_t index, std::size_t events, std::uint32_t next_future) {
    const std::uint32_t slot = order_[index];
    order_.erase(order_.begin() + static_cast<std::ptrdiff_t>(index));
    Step& step = slots_[slot];
    running_ = step.number;
    if (done_.size() < limit) {
      done_.push_back(step);
      done_.back().events = static_cast<std::uint32_t>(events);
      if (next_future != 0) new_futures_.push_back(next_future);
    } else {
      complete_ = false;
    }
    step.cause = free_;
    free_ = slot;
    return slot;
  }

  std::uint32_t running_lane() const { return complete_ && !done_.empty() ? done_.back().lane : 0; }
  /// The step that runs turns out to be that lane's.
  void settle_lane(std::uint32_t lane) {
    if (complete_ && !done_.empty()) done_.back().lane = lane;
  }

  /// What comes next is no step's doing, and every step so far has run.
  void end_era() {
    running_ = 0;
    if (era_ == last_era) {
      transparent_ = false;
    } else {
      ++era_;
    }
  }
  /// What comes next is no step's doing, and steps do not tell all.
  void set_opaque() {
    running_ = 0;
    transparent_ = false;
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
    lanes_.clear();
    objects_.clear();
    parents_.clear();
    last_ = running_ = 0;
    era_ = 0;
    transparent_ = complete_ = true;
  }

 private:
  static constexpr std::uint32_t none = ~std::uint32_t{0};
  static constexpr std::uint16_t last_era = 0xffff;

  // Texts that keep their memory.
  class Names {
   public:
    std::uint32_t add(std::string_view name) {
      if (used_ == names_.size()) names_.emplace_back();
      names_[used_].assign(name);
      return ++used_;
    }
    std::uint32_t count() const { return used_; }
    std::string_view name(std::uint32_t number) const { return names_[number - 1]; }
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
  Names lanes_;
  Names objects_;
  std::uint32_t free_ = none;  // the first free slot; each links to the next by its `cause`
  std::uint32_t last_ = 0;
  std::uint32_t running_ = 0;
  std::uint16_t era_ = 0;
  bool transparent_ = true;
  bool complete_ = true;
};

}  // namespace tornado
