// V18, handlers: a handler runs only while it is registered, at most once in an I/O phase, and for an event
// that it waits for and that its descriptor was found ready for in this phase. So an event for a removed
// handler never reaches the next handler of its descriptor (law L24).
#include <fmt/format.h>

#include "harness/properties/laws/all_laws.hpp"

namespace windtunnel::properties {
namespace {

using tornado::Event;
using tornado::EventKind;

class RemovedHandler final : public Law {
 public:
  RemovedHandler()
      : Law({.name = "V18",
             .title = "a removed handler is never run, and a handler only for what is ready",
             .needs = {core::Guarantee::sockets},
             .models = core::every_model,
             .watches = {EventKind::handler_added, EventKind::handler_updated, EventKind::handler_removed,
                         EventKind::handler_ready, EventKind::handler_begin, EventKind::poll},
             .laws = {"L24"}}) {}

  bool see(const Event& event) override {
    if (event.kind == EventKind::poll) {
      ++phase_;
      return true;
    }
    if (event.id == 0) return true;
    Handler& handler = handlers_[event.id];
    switch (event.kind) {
      case EventKind::handler_added:
        handler.waits_for = event.detail;
        handler.there = true;
        return true;
      case EventKind::handler_updated:
        handler.waits_for = event.detail;
        return true;
      case EventKind::handler_removed:
        handler.there = false;
        return true;
      case EventKind::handler_ready:
        handler.ready_in = phase_;
        handler.ready_for = event.detail;
        return judge((event.detail & ~handler.waits_for) == 0) ||
               violation(fmt::format("handler {} is to be told what it does not wait for", event.id));
      default:
        return begin(handler, event);
    }
  }

 private:
  struct Handler {
    bool there = false;
    std::uint8_t waits_for = 0;
    std::uint8_t ready_for = 0;
    std::uint32_t ready_in = 0;  // I/O phase; 0: not ready, or reported already
  };

  void reset() override {
    handlers_.clear();
    phase_ = 0;
  }

  bool begin(Handler& handler, const Event& event) {
    if (!judge(handler.there))
      return violation(fmt::format("handler {} is run, but was removed or never added", event.id));
    if (handler.ready_in != phase_ || phase_ == 0)
      return violation(fmt::format("handler {} is run, but is not to be run in this I/O phase", event.id));
    handler.ready_in = 0;
    return event.detail == handler.ready_for ||
           violation(
               fmt::format("handler {} is told something else than its descriptor is ready for", event.id));
  }

  Numbered<Handler> handlers_;
  std::uint32_t phase_ = 0;
};

}  // namespace

std::unique_ptr<Law> make_removed_handler() {
  return std::make_unique<RemovedHandler>();
}

}  // namespace windtunnel::properties
