// V3, bounded work: an iteration runs at most the callbacks and due timers that it noted when it began, and
// then polls, so that callbacks or timers that make others cannot starve external events (laws L1, L3, L4).
#include <fmt/format.h>

#include "harness/properties/laws/all_laws.hpp"

namespace windtunnel::properties {
namespace {

using tornado::Event;
using tornado::EventKind;

class BoundedIteration final : public Law {
 public:
  BoundedIteration()
      : Law({.name = "V3",
             .title = "an iteration runs only what was ready when it began, then polls",
             .needs = {core::Guarantee::batched_iterations},
             .models = core::every_model,
             .watches = {EventKind::iteration, EventKind::poll, EventKind::callback_begin,
                         EventKind::timer_begin, EventKind::loop_start, EventKind::loop_return,
                         EventKind::loop_stop},
             .laws = {"L1", "L3", "L4"}}) {}

  bool see(const Event& event) override {
    switch (event.kind) {
      case EventKind::iteration:
        if (!judge(may_iterate_)) return violation("a second iteration began without a poll in between");
        may_iterate_ = false;
        callbacks_ = {0, event.id};
        timers_ = {0, event.other};
        first_newborn_ = run().timers.size();
        return true;
      case EventKind::poll:
        may_iterate_ = true;
        callbacks_ = timers_ = {0, 0};
        return true;
      case EventKind::callback_begin:
        return one_more(callbacks_, "callback", event.id);
      case EventKind::timer_begin:
        return was_there(event.id) && one_more(timers_, "timer", event.id);
      default:
        // A loop that was stopped leaves before it polls; when it is started again, it begins with an
        // iteration.
        may_iterate_ = true;
        return true;
    }
  }

 private:
  struct Budget {
    std::uint32_t spent;
    std::uint32_t noted;
  };

  void reset() override {
    may_iterate_ = true;
    callbacks_ = timers_ = {0, 0};
    first_newborn_ = 0;
  }

  // Timers are numbered in the order in which they are added.
  bool was_there(std::uint32_t timer) {
    if (!run().timers[timer].added || timer < first_newborn_) return true;
    return judge(false) ||
           violation(fmt::format("timer {} began in the iteration in which it was added", timer));
  }

  bool one_more(Budget& budget, std::string_view what, std::uint32_t number) {
    if (judge(budget.spent < budget.noted)) {
      ++budget.spent;
      return true;
    }
    return violation(
        fmt::format("{} {} began, but this iteration had noted {} of them", what, number, budget.noted));
  }

  bool may_iterate_ = true;
  Budget callbacks_{};
  Budget timers_{};
  std::size_t first_newborn_ = 0;  // number of the first timer added since the iteration began
};

}  // namespace

std::unique_ptr<Law> make_bounded_iteration() {
  return std::make_unique<BoundedIteration>();
}

}  // namespace windtunnel::properties
