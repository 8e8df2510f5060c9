// V4: a timer that was removed never runs, even if it was removed in the iteration in which it is due (law
// L6). No timer runs twice, and none before its deadline.
#include <fmt/format.h>

#include "harness/properties/laws/all_laws.hpp"

namespace windtunnel::properties {
namespace {

using tornado::Event;
using tornado::EventKind;

class RemovedTimer final : public Law {
 public:
  RemovedTimer()
      : Law({.name = "V4",
             .title = "a timer runs once, at its deadline or later, and never when removed",
             .needs = {core::Guarantee::virtual_clock},
             .models = core::every_model,
             .watches = {EventKind::timer_begin},
             .laws = {"L6"}}) {}

  bool see(const Event& event) override {
    if (event.id == 0) return true;
    const TimerFacts& timer = run().timers[event.id];
    if (!judge(timer.added)) return violation(fmt::format("timer {} began, but was never added", event.id));
    if (timer.begun) return violation(fmt::format("timer {} began a second time", event.id));
    if (timer.removed) return violation(fmt::format("timer {} began after it was removed", event.id));
    if (timer.deadline > run().now)
      return violation(
          fmt::format("timer {} began at {}, before its deadline {}", event.id, run().now, timer.deadline));
    return true;
  }

 private:
  void reset() override {}
};

}  // namespace

std::unique_ptr<Law> make_removed_timer() {
  return std::make_unique<RemovedTimer>();
}

}  // namespace windtunnel::properties
