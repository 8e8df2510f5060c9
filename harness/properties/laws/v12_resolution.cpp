// V12: what can resolve does. When the loop is idle, nothing waits for a future that is set, and every future
// that is built from others is set if its parts are (laws G21, G29, G31, F13, R2). The future of a task that
// leaked Callbacks is never set; this is known (law R13).
#include <fmt/format.h>

#include "harness/properties/laws/all_laws.hpp"

namespace windtunnel::properties {
namespace {

using tornado::Event;
using tornado::EventKind;
using State = TaskFacts::State;

class Resolution final : public Law {
 public:
  Resolution()
      : Law({.name = "V12",
             .title = "when the loop is idle, whatever could resolve has resolved",
             .needs = {},
             .models = core::every_model,
             .watches = {EventKind::idle, EventKind::sleep, EventKind::iterator_child,
                         EventKind::iterator_next, EventKind::iterator_deliver, EventKind::callbacks_leaked},
             .laws = {"F13", "G21", "G29", "G31", "R2", "R13"}}) {}

  bool see(const Event& event) override {
    switch (event.kind) {
      case EventKind::sleep:
        sleeps_.push_back({event.id, event.other});
        return true;
      case EventKind::iterator_child:
        children_.push_back({event.id, event.other, false});
        return true;
      case EventKind::iterator_next:
        next_[event.id] = event.other;
        return true;
      case EventKind::iterator_deliver:
        delivered(event.id, event.other);
        return true;
      case EventKind::callbacks_leaked:
        leaked_[event.id] = true;
        return known("R13", fmt::format("task {} finished without waiting for all its Callbacks, so its "
                                        "future {} is never set",
                                        event.id, run().tasks[event.id].future));
      default:
        return tasks() && multis() && chains() && sleeps() && iterators();
    }
  }

 private:
  struct Sleep {
    std::uint32_t future;
    std::uint32_t timer;
  };

  struct IteratorChild {
    std::uint32_t iterator;
    std::uint32_t child;
    bool delivered;
  };

  void reset() override {
    sleeps_.clear();
    children_.clear();
    next_.clear();
    leaked_.clear();
  }

  bool is_set(std::uint32_t future) const { return run().futures[future].set; }

  bool tasks() {
    for (std::uint32_t number = 1; number < run().tasks.size(); ++number) {
      const TaskFacts& task = run().tasks[number];
      if (task.state == State::unknown) continue;
      if (!judge(task.state != State::running))
        return violation(fmt::format("the loop is idle, but task {} neither ended nor waits", number));
      if (task.state == State::moment)
        return violation(fmt::format("the loop is idle, but task {} was not resumed after moment", number));
      if (task.state == State::waiting && task.awaited != 0 && is_set(task.awaited))
        return violation(
            fmt::format("the loop is idle, but task {} still waits for future {}, which was set at step {}",
                        number, task.awaited, run().futures[task.awaited].set_at));
      if (task.state == State::ended && task.future != 0 && !is_set(task.future) && !leaked_[number])
        return violation(fmt::format("task {} has ended, but its future {} is not set", number, task.future));
    }
    return true;
  }

  bool multis() {
    for (const std::uint32_t number : run().completed) {
      const std::uint32_t result = run().multis[number].result;
      if (!judge(is_set(result)))
        return violation(
            fmt::format("all children of the multi of future {} are set, but it is not", result));
    }
    return true;
  }

  bool chains() {
    for (const auto& [destination, source] : run().chains)
      if (!judge(is_set(destination) || !is_set(source)))
        return violation(fmt::format("future {} follows future {}, which is set, but is not set itself",
                                     destination, source));
    return true;
  }

  bool sleeps() {
    for (const auto& [future, timer] : sleeps_)
      if (!judge(is_set(future) || !run().timers[timer].begun))
        return violation(
            fmt::format("timer {} of a sleep has run, but the sleep's future {} is not set", timer, future));
    return true;
  }

  // Only the future of an iterator's latest next() must get a result: a later next() replaces an earlier one.
  bool iterators() {
    for (const auto& [iterator, child, delivered] : children_) {
      const std::uint32_t next = next_[iterator];
      if (next == 0) continue;
      if (!judge(is_set(next) || delivered || !is_set(child)))
        return violation(fmt::format("iterator {} owes future {} the outcome of future {}, which is set",
                                     iterator, next, child));
    }
    return true;
  }

  // A future that was given to the iterator twice is delivered once (where the original fails with a
  // KeyError).
  void delivered(std::uint32_t iterator, std::uint32_t child) {
    for (IteratorChild& place : children_)
      if (place.iterator == iterator && place.child == child) place.delivered = true;
  }

  std::vector<Sleep> sleeps_;
  std::vector<IteratorChild> children_;
  Numbered<std::uint32_t> next_;  // by iterator: the future of its latest next()
  Numbered<char> leaked_;         // whether that task leaked Callbacks
};

}  // namespace

std::unique_ptr<Law> make_resolution() {
  return std::make_unique<Resolution>();
}

}  // namespace windtunnel::properties
