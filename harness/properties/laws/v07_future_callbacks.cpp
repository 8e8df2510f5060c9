// V7: every callback of a future runs exactly once: when the future is set, before the call that sets it
// returns; or at once, nested, if the future is set already (laws F1, F3, F4). If a task has left a
// YieldPoint, the callback that brings its result fails instead; this is known (law R14).
#include <fmt/format.h>

#include "harness/properties/laws/all_laws.hpp"

namespace windtunnel::properties {
namespace {

using tornado::Event;
using tornado::EventKind;

class FutureCallbacks final : public Law {
 public:
  FutureCallbacks()
      : Law({.name = "V7",
             .title = "a future's callbacks run exactly once each, inside the call that sets it",
             .needs = {core::Guarantee::synchronous_callbacks},
             .models = core::every_model,
             .watches = {EventKind::future_set, EventKind::future_callback_added,
                         EventKind::future_callback_begin, EventKind::future_callback_end,
                         EventKind::callback_begin, EventKind::timer_begin, EventKind::external_begin,
                         EventKind::callback_end, EventKind::timer_end, EventKind::external_end,
                         EventKind::poll, EventKind::idle, EventKind::task_resume,
                         EventKind::yield_point_stale},
             .laws = {"F1", "F3", "F4", "R14"}}) {}

  bool see(const Event& event) override {
    if (event.kind == EventKind::future_callback_begin) return begin(event.id, event.other);
    if (at_once_ != 0)
      return judge(false) || violation(fmt::format(
                                 "callback {} was added to future {}, which is set, but did not run at once",
                                 at_once_, run().future_callbacks[at_once_].future));
    switch (event.kind) {
      case EventKind::yield_point_stale:
        return known(
            "R14",
            fmt::format("a result came for a YieldPoint that task {} does not wait for any more", event.id));
      case EventKind::future_callback_added:
        if (event.id != 0 && run().futures[event.id].set) at_once_ = event.other;
        return true;
      case EventKind::future_set:
        if (event.id != 0 && !run().futures[event.id].set) due_ += run().futures[event.id].waiting_callbacks;
        return true;
      case EventKind::callback_begin:
      case EventKind::timer_begin:
      case EventKind::external_begin:
      case EventKind::callback_end:
      case EventKind::timer_end:
      case EventKind::external_end:
      case EventKind::poll:
      case EventKind::idle:
        return due_ == 0 || violation(forgotten());
      default:
        return true;
    }
  }

 private:
  void reset() override {
    due_ = 0;
    at_once_ = 0;
  }

  bool begin(std::uint32_t future, std::uint32_t number) {
    if (future == 0) return true;
    const FutureCallbackFacts& callback = run().future_callbacks[number];
    if (!judge(callback.added && callback.future == future))
      return violation(
          fmt::format("callback {} of future {} began, but was never added to it", number, future));
    if (callback.begun)
      return violation(fmt::format("callback {} of future {} began a second time", number, future));
    if (!run().futures[future].set)
      return violation(
          fmt::format("callback {} of future {} began before the future was set", number, future));
    if (at_once_ != 0 && at_once_ != number)
      return violation(
          fmt::format("callback {} was added to future {}, which is set, but callback {} ran first", at_once_,
                      run().future_callbacks[at_once_].future, number));
    if (callback.added_when_set)
      at_once_ = 0;
    else
      --due_;
    return true;
  }

  std::string forgotten() const {
    for (std::uint32_t number = 1; number < run().future_callbacks.size(); ++number) {
      const FutureCallbackFacts& callback = run().future_callbacks[number];
      if (callback.added && !callback.begun && run().futures[callback.future].set)
        return fmt::format("callback {} of future {} did not run, though the future was set at step {}",
                           number, callback.future, run().futures[callback.future].set_at);
    }
    return "a future's callback did not run";
  }

  std::uint32_t due_ = 0;      // callbacks of set futures that have not begun
  std::uint32_t at_once_ = 0;  // the callback that was just added to a set future
};

}  // namespace

std::unique_ptr<Law> make_future_callbacks() {
  return std::make_unique<FutureCallbacks>();
}

}  // namespace windtunnel::properties
