// V10: a run comes to rest. The loop's step limit ends one that does not, and says so.
#include <fmt/format.h>

#include "harness/laws/all_laws.hpp"

namespace windtunnel {
namespace {

using tornado::Event;
using tornado::EventKind;

class Quiescence final : public Law {
 public:
  Quiescence()
      : Law({.name = "V10",
             .title = "a run comes to rest within the step limit",
             .needs = {},
             .holds_under_adversary = true,
             .watches = {EventKind::idle, EventKind::livelock}}) {}

  bool see(const Event& event) override {
    return judge(event.kind != EventKind::livelock) ||
           breach(fmt::format(
               "the run did not come to rest: the step limit ended it at time {}, with {} callback(s) "
               "queued and {} timer(s) waiting",
               run().now, run().queued_callbacks, run().live_timers));
  }

 private:
  void reset() override {}
};

}  // namespace

std::unique_ptr<Law> make_quiescence() {
  return std::make_unique<Quiescence>();
}

}  // namespace windtunnel
