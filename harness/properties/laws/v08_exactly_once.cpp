// V8: exactly once, and no re-entrancy. A coroutine continues once for each wait, a future is set once, a
// callback runs once, and what begins last ends first (laws F7, L16, R5).
#include <fmt/format.h>

#include "harness/properties/laws/all_laws.hpp"

namespace windtunnel::properties {
namespace {

using tornado::Event;
using tornado::EventKind;
using State = TaskFacts::State;

class ExactlyOnce final : public Law {
 public:
  ExactlyOnce()
      : Law({.name = "V8",
             .title = "a coroutine is resumed once per wait and never while it runs; a future is set once",
             .needs = {},
             .models = core::every_model,
             .watches = {EventKind::callback_begin, EventKind::callback_end, EventKind::timer_begin,
                         EventKind::timer_end, EventKind::external_begin, EventKind::external_end,
                         EventKind::handler_begin, EventKind::handler_end, EventKind::stream_callback_begin,
                         EventKind::future_callback_end, EventKind::future_set, EventKind::task_begin,
                         EventKind::task_yield, EventKind::task_resume, EventKind::task_end},
             .laws = {"F7", "L16", "R5", "I1"}}) {}

  bool see(const Event& event) override {
    switch (event.kind) {
      case EventKind::callback_begin:
        return callback(event.id) && outermost("callback", event.id);
      case EventKind::timer_begin:
        return outermost("timer", event.id);
      case EventKind::external_begin:
        return outermost("external event", event.id);
      case EventKind::handler_begin:
        return outermost("handler", event.id);
      case EventKind::handler_end:
        return innermost(EventKind::handler_begin, "handler", event.id);
      case EventKind::stream_callback_begin:
        return hop_later(event);
      case EventKind::callback_end:
        return innermost(EventKind::callback_begin, "callback", event.id);
      case EventKind::timer_end:
        return innermost(EventKind::timer_begin, "timer", event.id);
      case EventKind::external_end:
        return innermost(EventKind::external_begin, "external event", event.id);
      case EventKind::future_callback_end:
        return future_callback_end(event.id);
      case EventKind::future_set:
        return event.id == 0 || judge(!run().futures[event.id].set) ||
               violation(fmt::format("future {} was set at step {} and is set again", event.id,
                                     run().futures[event.id].set_at));
      case EventKind::task_begin:
        return judge(run().tasks[event.id].state == State::unknown) ||
               violation(fmt::format("task {} began a second time", event.id));
      case EventKind::task_yield:
        return event.detail == static_cast<std::uint8_t>(tornado::YieldKind::abandoned)
                   ? while_waiting(event.id)
                   : while_running(event.id, "yielded");
      case EventKind::task_end:
        return while_running(event.id, "ended");
      default:
        return resume(event.id);
    }
  }

 private:
  void reset() override {}

  static std::string_view words(State state) {
    switch (state) {
      case State::unknown:
        return "has not begun";
      case State::running:
        return "is running";
      case State::waiting:
        return "is waiting";
      case State::moment:
        return "waits for the next iteration";
      case State::lost:
        return "is lost";
      case State::ended:
        return "has ended";
    }
    return "";
  }

  bool callback(std::uint32_t number) {
    const CallbackFacts& facts = run().callbacks[number];
    if (!judge(facts.queued))
      return violation(fmt::format("callback {} began, but was never queued", number));
    return !facts.begun || violation(fmt::format("callback {} began a second time", number));
  }

  bool outermost(std::string_view what, std::uint32_t number) {
    return judge(run().running.empty()) ||
           violation(fmt::format("{} {} began inside another callback, timer or event", what, number));
  }

  bool innermost(EventKind begin, std::string_view what, std::uint32_t number) {
    const bool matches = !run().running.empty() && run().running.back().begin == begin &&
                         run().running.back().number == number;
    return judge(matches) ||
           violation(fmt::format("{} {} ended, but is not what runs innermost", what, number));
  }

  // A stream's callback runs as a callback of the loop, not inside another (law I1).
  bool hop_later(const Event& event) {
    const auto& running = run().running;
    return judge(running.size() == 1 && running.back().begin == EventKind::callback_begin) ||
           violation(
               fmt::format("callback s{} of stream {} runs inside something else", event.other, event.id));
  }

  bool future_callback_end(std::uint32_t future) {
    const bool matches =
        !run().running.empty() && run().running.back().begin == EventKind::future_callback_begin &&
        (future == 0 || run().future_callbacks[run().running.back().number].future == future);
    return judge(matches) ||
           violation(fmt::format("a callback of future {} ended, but is not what runs innermost", future));
  }

  bool while_running(std::uint32_t task, std::string_view did) {
    const State state = run().tasks[task].state;
    return judge(state == State::running) ||
           violation(fmt::format("task {} {}, but it {}", task, did, words(state)));
  }

  bool while_waiting(std::uint32_t task) {
    const State state = run().tasks[task].state;
    return judge(state == State::waiting || state == State::moment) ||
           violation(fmt::format("task {} was destroyed where it waits, but it {}", task, words(state)));
  }

  bool resume(std::uint32_t number) {
    const TaskFacts& task = run().tasks[number];
    if (!judge(task.state == State::waiting || task.state == State::moment))
      return violation(fmt::format("task {} was resumed, but it {}", number, words(task.state)));
    if (task.state == State::moment || task.awaited == 0 || run().futures[task.awaited].set) return true;
    return violation(fmt::format("task {} was resumed, but future {}, for which it waits, is not set", number,
                                 task.awaited));
  }
};

}  // namespace

std::unique_ptr<Law> make_exactly_once() {
  return std::make_unique<ExactlyOnce>();
}

}  // namespace windtunnel::properties
