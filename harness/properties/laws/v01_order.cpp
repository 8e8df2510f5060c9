// V1, order: first in, first out. Callbacks and the tasks that wait for one future have an order except in
// the adversarial model (laws L2, R2), due timers only in the exact one (laws L4, L5). A future's own
// callbacks have an order in every scheduling model (laws F1, F3). So has a task: after yielding `moment` it
// continues with the callback that was queued for it (law R3), and after waiting for a future, with a
// callback that was queued after the future was set (law R2). A task with YieldPoints may continue too early,
// by a run that was queued for a wait that is over; this is known (law R12).
#include <fmt/format.h>
#include <utility>

#include "harness/properties/laws/all_laws.hpp"

namespace windtunnel::properties {
namespace {

using tornado::Event;
using tornado::EventKind;

class Order final : public Law {
 public:
  Order()
      : Law({.name = "V1",
             .title = "callbacks, timers, waiters and future callbacks run first in, first out",
             .needs = {core::Guarantee::fifo_callbacks, core::Guarantee::ordered_timers,
                       core::Guarantee::synchronous_callbacks},
             .models = core::every_model,
             .watches = {EventKind::callback_queued, EventKind::callback_begin, EventKind::timer_begin,
                         EventKind::future_callback_begin, EventKind::task_yield, EventKind::task_resume,
                         EventKind::yield_point, EventKind::task_interrupted},
             .laws = {"F1", "F3", "L2", "L4", "L5", "R2", "R3", "R12"}}) {}

  bool see(const Event& event) override {
    if (event.kind == EventKind::future_callback_begin) return future_callback(event.id, event.other);
    switch (event.kind) {
      case EventKind::task_yield:
        if (event.detail == static_cast<std::uint8_t>(tornado::YieldKind::moment)) hopping_ = event.id;
        return true;
      case EventKind::yield_point:
        has_yield_points_[event.id] = true;
        hopless_[event.other] = true;
        return true;
      case EventKind::task_interrupted:
        hopless_[event.other] = true;
        return true;
      case EventKind::task_resume:
        return moment(event.id) && hop(event.id) && (!run().in_order() || waiter(event.id));
      case EventKind::callback_queued:
        if (hopping_ != 0) hop_[std::exchange(hopping_, 0)] = event.id;
        queued_at_[event.id] = run().step;
        queue_.push_back(event.id);
        return true;
      case EventKind::callback_begin:
        return !run().in_order() || callback(event.id);
      default:
        return !run().under_exact() || timer(event.id);
    }
  }

 private:
  void reset() override {
    queue_.clear();
    first_ = 0;
    hopping_ = 0;
    hop_.clear();
    queued_at_.clear();
    has_yield_points_.clear();
    hopless_.clear();
  }

  bool callback(std::uint32_t begun) {
    if (first_ == queue_.size())
      return judge(false) || violation(fmt::format("callback {} began, but no callback was queued", begun));
    const std::uint32_t expected = queue_[first_++];
    return judge(begun == expected) ||
           violation(fmt::format("callback {} began, but callback {} was queued before it", begun, expected));
  }

  bool timer(std::uint32_t begun) {
    const TimerFacts& facts = run().timers[begun];
    if (!facts.live()) return true;
    const std::optional<TimerKey> expected = run().earliest_collected_timer();
    if (!expected) return true;  // added in this very iteration, which V3 judges
    return judge(begun == expected->timer) ||
           violation(
               fmt::format("timer {} (deadline {}) began, but timer {} (deadline {}) was to run before it",
                           begun, facts.deadline, expected->timer, expected->deadline));
  }

  bool waiter(std::uint32_t resumed) {
    const TaskFacts& task = run().tasks[resumed];
    if (task.state != TaskFacts::State::waiting || task.awaited == 0) return true;
    const std::uint32_t expected = run().futures[task.awaited].first_waiter;
    return judge(resumed == expected) ||
           too_early(resumed, fmt::format("task {} was resumed, but task {} has waited longer for future {}",
                                          resumed, expected, task.awaited));
  }

  bool moment(std::uint32_t resumed) {
    const std::uint32_t hop = hop_[resumed];
    if (run().tasks[resumed].state != TaskFacts::State::moment || hop == 0) return true;
    const auto& running = run().running;
    return judge(!running.empty() && running.back().begin == EventKind::callback_begin &&
                 running.back().number == hop) ||
           too_early(resumed,
                     fmt::format("task {} yielded moment, but did not go on with callback {}, which was "
                                 "queued for it",
                                 resumed, hop));
  }

  bool hop(std::uint32_t resumed) {
    const TaskFacts& task = run().tasks[resumed];
    const FutureFacts& awaited = run().futures[task.awaited];
    const auto& running = run().running;
    if (task.state != TaskFacts::State::waiting || !awaited.set || hopless_[task.awaited] || running.empty())
      return true;
    return judge(running.back().begin == EventKind::callback_begin &&
                 queued_at_[running.back().number] > awaited.set_at) ||
           too_early(resumed,
                     fmt::format("task {} waited for future {}, which was set at step {}, but did not go "
                                 "on with a callback that was queued then",
                                 resumed, task.awaited, awaited.set_at));
  }

  bool too_early(std::uint32_t task, std::string message) {
    return has_yield_points_[task] ? known("R12", std::move(message)) : violation(std::move(message));
  }

  bool future_callback(std::uint32_t future, std::uint32_t begun) {
    const FutureCallbackFacts& callback = run().future_callbacks[begun];
    if (future == 0 || !callback.added || callback.added_when_set || callback.begun) return true;
    const std::uint32_t expected = run().futures[callback.future].first_callback;
    return judge(begun == expected) ||
           violation(fmt::format("callback {} of future {} began, but callback {} was added before it", begun,
                                 future, expected));
  }

  // The callbacks that are queued and have not begun, from first_ on.
  std::vector<std::uint32_t> queue_;
  std::size_t first_ = 0;
  std::uint32_t hopping_ = 0;          // the task that has just yielded moment
  Numbered<std::uint32_t> queued_at_;  // by callback: step
  Numbered<char> hopless_;       // futures for a YieldPoint or an exception: no hop ends the wait for them
  Numbered<std::uint32_t> hop_;  // by task: the callback that was queued for its latest moment
  Numbered<char> has_yield_points_;  // by task
};

}  // namespace

std::unique_ptr<Law> make_order() {
  return std::make_unique<Order>();
}

}  // namespace windtunnel::properties
