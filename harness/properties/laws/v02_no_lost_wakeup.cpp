// V2, no lost wakeup: while something is ready, the loop neither lets time pass nor goes idle (law L8, and
// the I/O phase of the scenario language). A descriptor that is ready for what its handler waits for is
// reported in the same I/O phase. Except in the adversarial model, a loop that waits does so exactly until
// the next deadline, unless an external event comes before.
#include <fmt/format.h>
#include <vector>

#include "harness/properties/laws/all_laws.hpp"

namespace windtunnel::properties {
namespace {

using tornado::Event;
using tornado::EventKind;

class NoLostWakeup final : public Law {
 public:
  NoLostWakeup()
      : Law({.name = "V2",
             .title = "time never passes while something is ready",
             .needs = {core::Guarantee::virtual_clock},
             .models = core::every_model,
             .watches = {EventKind::clock, EventKind::idle, EventKind::iteration, EventKind::loop_return,
                         EventKind::handler_ready, EventKind::handler_begin, EventKind::handler_removed},
             .laws = {"L8"}}) {}

  bool see(const Event& event) override {
    switch (event.kind) {
      case EventKind::clock:
        return clock(event);
      case EventKind::idle:
        return idle();
      case EventKind::iteration:
        return all_told();
      case EventKind::loop_return:
        ready_.clear();
        return true;
      case EventKind::handler_ready:
        ready_.push_back(event.id);
        return true;
      default:
        std::erase(ready_, event.id);
        return true;
    }
  }

 private:
  void reset() override { ready_.clear(); }

  bool all_told() {
    if (ready_.empty()) return true;
    return judge(false) ||
           violation(fmt::format("handler {} was ready in the I/O phase and was not run", ready_.front()));
  }

  bool clock(const tornado::Event& event) {
    const double to = event.seconds;
    if (!judge(!(to < run().now)))
      return violation(fmt::format("the clock moved back from {} to {}", run().now, to));
    // Slow code takes time wherever it runs; only the loop must not wait while there is work.
    const bool spent = event.detail == static_cast<std::uint8_t>(tornado::ClockMove::spent);
    if (spent || to == run().now) return true;
    if (run().queued_callbacks != 0)
      return violation(
          fmt::format("the clock moved from {} to {} while {} callback(s) were queued, the first of them {}",
                      run().now, to, run().queued_callbacks, first_queued()));
    const std::optional<TimerKey> earliest = run().earliest_timer();
    if (!run().in_order() || !earliest || to == earliest->deadline) return true;
    const bool world = event.detail == static_cast<std::uint8_t>(tornado::ClockMove::world);
    if (world && to < earliest->deadline) return true;
    return violation(
        fmt::format("the clock moved from {} to {}, but the earliest deadline is {}, of timer {}", run().now,
                    to, earliest->deadline, earliest->timer));
  }

  bool idle() {
    if (!judge(run().queued_callbacks == 0))
      return violation(fmt::format("the loop is idle while {} callback(s) are queued, the first of them {}",
                                   run().queued_callbacks, first_queued()));
    if (run().live_timers == 0) return true;
    const std::optional<TimerKey> earliest = run().earliest_timer();
    return violation(fmt::format("the loop is idle while timer {} (deadline {}) waits", earliest->timer,
                                 earliest->deadline));
  }

  std::uint32_t first_queued() const {
    for (std::uint32_t number = 1; number < run().callbacks.size(); ++number)
      if (run().callbacks[number].queued && !run().callbacks[number].begun) return number;
    return 0;
  }

  std::vector<std::uint32_t> ready_;  // handlers that must run in this I/O phase
};

}  // namespace

std::unique_ptr<Law> make_no_lost_wakeup() {
  return std::make_unique<NoLostWakeup>();
}

}  // namespace windtunnel::properties
