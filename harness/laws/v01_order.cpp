// V1, order: what was ready first runs first. Callbacks, due timers and the tasks that wait for one future
// have an order in the real loop only (laws L2, L4, L5, R2); a future's own callbacks have one under every
// freedom (laws F1, F3).
#include <fmt/format.h>

#include "harness/laws/all_laws.hpp"

namespace windtunnel {
namespace {

using tornado::Event;
using tornado::EventKind;

class Order final : public Law {
 public:
  Order()
      : Law({.name = "V1",
             .title = "callbacks, timers, waiters and future callbacks run first in, first out",
             .needs = {Claim::fifo_callbacks, Claim::ordered_timers, Claim::synchronous_callbacks},
             .holds_under_adversary = true,
             .watches = {EventKind::callback_queued, EventKind::callback_begin, EventKind::timer_begin,
                         EventKind::future_callback_begin, EventKind::task_resume}}) {}

  bool see(const Event& event) override {
    if (event.kind == EventKind::future_callback_begin) return future_callback(event.id, event.other);
    if (!run().under_contract()) return true;
    switch (event.kind) {
      case EventKind::callback_queued:
        queue_.push_back(event.id);
        return true;
      case EventKind::callback_begin:
        return callback(event.id);
      case EventKind::timer_begin:
        return timer(event.id);
      default:
        return waiter(event.id);
    }
  }

 private:
  void reset() override {
    queue_.clear();
    first_ = 0;
  }

  bool callback(std::uint32_t begun) {
    if (first_ == queue_.size())
      return judge(false) || breach(fmt::format("callback {} began, but no callback was queued", begun));
    const std::uint32_t expected = queue_[first_++];
    return judge(begun == expected) ||
           breach(fmt::format("callback {} began, but callback {} was queued before it", begun, expected));
  }

  bool timer(std::uint32_t begun) {
    const TimerFacts& facts = run().timers[begun];
    if (!facts.live()) return true;
    const std::optional<TimerKey> expected = run().earliest_collected_timer();
    if (!expected) return true;  // added in this very iteration: V3 judges that
    return judge(begun == expected->timer) ||
           breach(fmt::format("timer {} (deadline {}) began, but timer {} (deadline {}) was to run before it",
                              begun, facts.deadline, expected->timer, expected->deadline));
  }

  bool waiter(std::uint32_t resumed) {
    const TaskFacts& task = run().tasks[resumed];
    if (task.state != TaskFacts::State::waiting || task.awaited == 0) return true;
    const std::uint32_t expected = run().futures[task.awaited].first_waiter;
    return judge(resumed == expected) ||
           breach(fmt::format("task {} was resumed, but task {} has waited longer for future {}", resumed,
                              expected, task.awaited));
  }

  bool future_callback(std::uint32_t future, std::uint32_t begun) {
    const FutureCallbackFacts& callback = run().future_callbacks[begun];
    if (future == 0 || !callback.added || callback.added_when_set || callback.begun) return true;
    const std::uint32_t expected = run().futures[callback.future].first_callback;
    return judge(begun == expected) ||
           breach(fmt::format("callback {} of future {} began, but callback {} was added before it", begun,
                              future, expected));
  }

  // The callbacks that are queued and not begun, from first_ on.
  std::vector<std::uint32_t> queue_;
  std::size_t first_ = 0;
};

}  // namespace

std::unique_ptr<Law> make_order() {
  return std::make_unique<Order>();
}

}  // namespace windtunnel
