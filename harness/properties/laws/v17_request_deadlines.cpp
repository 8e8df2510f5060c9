// V17, deadlines: a request ends once, and by its deadline (laws H4, H5). A request without a deadline may
// wait for ever on a silent network. The adversarial model, whose timers are as late as it likes, is not
// judged.
#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <vector>

#include "harness/properties/laws/all_laws.hpp"

namespace windtunnel::properties {
namespace {

using tornado::ClockMove;
using tornado::Event;
using tornado::EventKind;

class RequestDeadlines final : public Law {
 public:
  RequestDeadlines()
      : Law({.name = "V17",
             .title = "every request ends, once, by its deadline",
             .needs = {core::Guarantee::sockets, core::Guarantee::virtual_clock},
             .models = {core::SchedulingModel::exact, core::SchedulingModel::realistic},
             .watches = {EventKind::request_begin, EventKind::request_end, EventKind::clock, EventKind::idle},
             .laws = {"H4", "H5"}}) {}

  bool see(const Event& event) override {
    switch (event.kind) {
      case EventKind::request_begin:
        if (event.id != 0) open_.push_back({event.seconds, event.id});
        return true;
      case EventKind::request_end:
        return event.id == 0 || end(event.id);
      case EventKind::clock:
        // Slow code may take longer than a request's time; but no request may be late while the loop waits.
        return event.detail == static_cast<std::uint8_t>(ClockMove::spent) || none_late(event.seconds);
      default:
        return none_left();
    }
  }

 private:
  struct Request {
    double deadline;
    std::uint32_t number;
  };

  void reset() override { open_.clear(); }

  bool end(std::uint32_t number) {
    const auto request =
        std::find_if(open_.begin(), open_.end(), [&](const Request& open) { return open.number == number; });
    if (!judge(request != open_.end()))
      return violation(fmt::format("request {} ends, but has not begun or has ended already", number));
    open_.erase(request);
    return true;
  }

  bool none_late(double now) {
    for (const Request& request : open_)
      if (!judge(!(request.deadline < now)))
        return violation(fmt::format("request {} must end by {}, and the loop waits until {}", request.number,
                                     request.deadline, now));
    return true;
  }

  bool none_left() {
    for (const Request& request : open_)
      if (!judge(std::isinf(request.deadline)))
        return violation(fmt::format("the loop is idle, and request {} has not ended", request.number));
    return judge(true);
  }

  std::vector<Request> open_;
};

}  // namespace

std::unique_ptr<Law> make_request_deadlines() {
  return std::make_unique<RequestDeadlines>();
}

}  // namespace windtunnel::properties
