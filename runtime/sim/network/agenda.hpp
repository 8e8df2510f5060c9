// Agenda: what will happen in the simulated network, by time: arrivals, timeouts, the end of partitions, the
// events of a script.
#pragma once

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

#include "runtime/sim/sim_device.hpp"
#include "runtime/unique_function.hpp"

namespace tornado {

/// Actions by time; actions of equal time in the order in which they were added.
class Agenda {
 public:
  /// Returns the action's number, for remove().
  template <class Action>
  std::uint64_t add(Time at, Action&& action) {
    entries_.push_back({at, next_, Callback(std::forward<Action>(action))});
    std::push_heap(entries_.begin(), entries_.end(), later);
    return next_++;
  }

  /// Forgets an action that has not begun to run; it takes as long as the agenda is.
  void remove(std::uint64_t number) noexcept {
    const auto at = std::find_if(entries_.begin(), entries_.end(),
                                 [&](const Entry& entry) { return entry.order == number; });
    if (at == entries_.end()) return;
    const Callback removed = std::move(at->action);
    *at = std::move(entries_.back());
    entries_.pop_back();
    std::make_heap(entries_.begin(), entries_.end(), later);
  }

  /// The time of the first action; SimDevice::never if there is none.
  Time next() const { return entries_.empty() ? SimDevice::never : entries_.front().at; }

  /// Runs all actions that are due, including those that they add.
  void run_due(Time now) {
    while (!entries_.empty() && entries_.front().at <= now) {
      std::pop_heap(entries_.begin(), entries_.end(), later);
      Callback action = std::move(entries_.back().action);
      entries_.pop_back();
      action();
    }
  }

  void clear() { std::exchange(entries_, {}).clear(); }

 private:
  struct Entry {
    Time at;
    std::uint64_t order;
    Callback action;
  };

  static bool later(const Entry& left, const Entry& right) {
    return left.at != right.at ? left.at > right.at : left.order > right.order;
  }

  std::vector<Entry> entries_;
  std::uint64_t next_ = 0;
};

}  // namespace tornado
