// V10: a run comes to rest. If it does not, the loop's step limit ends it and says so. If a YieldPoint that
// was left has set another coroutine's Future, the run may not come to rest; this is known (law R14).
#include <fmt/format.h>

#include "harness/properties/laws/all_laws.hpp"

namespace windtunnel::properties {
namespace {

using tornado::Event;
using tornado::EventKind;

class Quiescence final : public Law {
 public:
  Quiescence()
      : Law({.name = "V10",
             .title = "a run comes to rest within the step limit",
             .needs = {},
             .models = core::every_model,
             .watches = {EventKind::idle, EventKind::livelock, EventKind::yield_point_stale},
             .laws = {"R14"}}) {}

  bool see(const Event& event) override {
    if (event.kind == EventKind::yield_point_stale) {
      stale_ = true;
      return true;
    }
    if (judge(event.kind != EventKind::livelock)) return true;
    std::string message = fmt::format(
        "the run did not come to rest: the step limit ended it at time {}, with {} callback(s) "
        "queued and {} timer(s) waiting",
        run().now, run().queued_callbacks, run().live_timers);
    return stale_ ? known("R14", std::move(message)) : violation(std::move(message));
  }

 private:
  void reset() override { stale_ = false; }

  bool stale_ =
      false;  // a YieldPoint that was left has set what somebody waits for: a loop may wait for ever
};

}  // namespace

std::unique_ptr<Law> make_quiescence() {
  return std::make_unique<Quiescence>();
}

}  // namespace windtunnel::properties
