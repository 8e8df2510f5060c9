#include "harness/report/annotate.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "harness/report/network_words.hpp"

namespace windtunnel {

namespace {

using tornado::Event;
using tornado::EventKind;

// `N (name)`, or just the number.
std::string named(std::uint32_t number, const std::map<std::uint32_t, std::string>& names) {
  auto at = names.find(number);
  return at == names.end() ? fmt::format("{}", number) : fmt::format("{} ({})", number, at->second);
}

std::string error_of(std::uint32_t number, const TraceNames& names) {
  auto at = names.exceptions.find(number);
  return at == names.exceptions.end() ? fmt::format("exception {}", number) : at->second;
}

std::string ending(std::string_view what, const Event& event, const TraceNames& names) {
  if (event.other == 0) return fmt::format("{} {} ends", what, event.id);
  return fmt::format("{} {} ends by raising {}", what, event.id, error_of(event.other, names));
}

std::string yield_in_words(const Event& event, const TraceNames& names) {
  std::string task = "task " + named(event.id, names.tasks);
  switch (static_cast<tornado::YieldKind>(event.detail)) {
    case tornado::YieldKind::ready:
      return fmt::format("{} yields future {}, which is done, and goes on", task,
                         named(event.other, names.futures));
    case tornado::YieldKind::moment:
      return task + " yields moment";
    case tornado::YieldKind::lost:
      return task + " is lost: what it yielded raised an exception of its own";
    default:
      // Number 0 is what has none: a step of a World.
      if (event.other == 0) return task + " waits for its turn";
      return fmt::format("{} waits for future {}", task, named(event.other, names.futures));
  }
}

std::string_view use_in_words(const Event& event) {
  return event.detail == static_cast<std::uint8_t>(tornado::ContextUse::call) ? " around a call" : "";
}

std::string left_in_words(const Event& event) {
  constexpr std::string_view owners[] = {"condition", "semaphore", "getters of queue", "putters of queue"};
  return fmt::format("the list of {} {} still has {} waiters", owners[event.detail], event.id, event.other);
}

std::string queue_in_words(const Event& event) {
  constexpr std::string_view orders[] = {"first in, first out", "lowest first", "last in, first out"};
  const std::string room = event.other == 0 ? "any number of" : fmt::format("{}", event.other);
  return fmt::format("queue {} is made, for {} items, {}", event.id, room, orders[event.detail]);
}

std::string logged_in_words(const Event& event, const TraceNames& names) {
  constexpr std::string_view why[] = {"escaped a callback", "not the first in its list", "after its timeout",
                                      "closed a connection"};
  return fmt::format("logged: {} ({})", error_of(event.other, names), why[event.detail]);
}

}  // namespace

std::string in_words(const Event& event, const TraceNames& names) {
  auto future = [&](std::uint32_t number) { return "future " + named(number, names.futures); };
  auto task = [&](std::uint32_t number) { return "task " + named(number, names.tasks); };
  switch (event.kind) {
    case EventKind::iteration:
      return fmt::format("iteration: {} callbacks, {} timers due", event.id, event.other);
    case EventKind::poll:
      return "I/O phase";
    case EventKind::clock:
      return fmt::format("the clock moves to {}", event.seconds);
    case EventKind::idle:
      return "idle: nothing is left to do";
    case EventKind::livelock:
      return "livelock: the step limit is reached";
    case EventKind::loop_start:
      return "the loop starts";
    case EventKind::loop_return:
      return "the loop returns";
    case EventKind::loop_stop:
      return "stop() is called";
    case EventKind::loop_close:
      return "the loop is closed; what is left is dropped";
    case EventKind::callback_queued:
      return fmt::format("callback {} is queued", event.id);
    case EventKind::callback_begin:
      return fmt::format("callback {} runs", event.id);
    case EventKind::callback_end:
      return ending("callback", event, names);
    case EventKind::callback_gave:
      return fmt::format("the callback returned {}", future(event.id));
    case EventKind::timer_added:
      return fmt::format("timer {} is set for {}", event.id, event.seconds);
    case EventKind::timer_removed:
      return fmt::format("timer {} is removed", event.id);
    case EventKind::timer_begin:
      return fmt::format("timer {} runs", event.id);
    case EventKind::timer_end:
      return ending("timer", event, names);
    case EventKind::external_added:
      return fmt::format("external event {} is registered", event.id);
    case EventKind::external_begin:
      return fmt::format("external event {} is delivered", event.id);
    case EventKind::external_end:
      return ending("external event", event, names);
    case EventKind::future_set:
      if (event.other == 0) return future(event.id) + " gets its result";
      return fmt::format("{} fails with {}", future(event.id), error_of(event.other, names));
    case EventKind::future_callback_added:
      return fmt::format("{} gets callback f{}", future(event.id), event.other);
    case EventKind::future_callback_begin:
      return fmt::format("{} runs its callback f{}", future(event.id), event.other);
    case EventKind::future_callback_end:
      if (event.other == 0) return fmt::format("{}'s callback ends", future(event.id));
      return fmt::format("{}'s callback ends by raising {}", future(event.id), error_of(event.other, names));
    case EventKind::future_retrieved:
      return fmt::format(
          "{}'s exception {} is looked at{}", future(event.id), error_of(event.other, names),
          event.detail == static_cast<std::uint8_t>(tornado::Retriever::runtime) ? " by the runtime" : "");
    case EventKind::future_unretrieved:
      return fmt::format("{} is gone and nobody looked at {}", future(event.id),
                         error_of(event.other, names));
    case EventKind::task_begin:
      return fmt::format("{} begins; its result will be {}", task(event.id), future(event.other));
    case EventKind::task_yield:
      return yield_in_words(event, names);
    case EventKind::task_resume:
      if (event.other == 0) return task(event.id) + " is resumed";
      return fmt::format("{} is resumed by raising {}", task(event.id), error_of(event.other, names));
    case EventKind::task_end:
      if (event.other == 0) return task(event.id) + " returns";
      return fmt::format("{} raises {}", task(event.id), error_of(event.other, names));
    case EventKind::error_logged:
      return logged_in_words(event, names);
    case EventKind::error_quieted:
      return fmt::format("kept out of the log: {}", error_of(event.other, names));
    case EventKind::chained:
      return fmt::format("{} follows {}", future(event.id), future(event.other));
    case EventKind::multi:
      return fmt::format("{} collects {} children", future(event.id), event.other);
    case EventKind::multi_child:
      return fmt::format("{} waits for its child {}", future(event.id), future(event.other));
    case EventKind::timeout:
      return fmt::format("{} times out by timer {}", future(event.id), event.other);
    case EventKind::sleep:
      return fmt::format("{} sleeps by timer {}", future(event.id), event.other);
    case EventKind::iterator_child:
      return fmt::format("iterator {} has {}", event.id, future(event.other));
    case EventKind::iterator_next:
      return fmt::format("iterator {} hands out {}", event.id, future(event.other));
    case EventKind::iterator_deliver:
      return fmt::format("iterator {} delivers {}", event.id, future(event.other));
    case EventKind::periodic_start:
      return fmt::format("periodic {} starts, every {} s", event.id, event.seconds);
    case EventKind::periodic_timer:
      return fmt::format("periodic {} runs next by timer {}", event.id, event.other);
    case EventKind::periodic_run:
      return fmt::format("periodic {} runs", event.id);
    case EventKind::periodic_stop:
      return fmt::format("periodic {} stops", event.id);
    case EventKind::concurrent_future:
      return fmt::format("{} is an executor's", future(event.id));
    case EventKind::contexts_captured:
      return fmt::format("capture {} takes the contexts up to context {}", event.id, event.other);
    case EventKind::contexts_restored:
      return fmt::format("the contexts of capture {} are current", event.id);
    case EventKind::contexts_given_back:
      return fmt::format("capture {} is over; the contexts before it are current again", event.id);
    case EventKind::context_made:
      return fmt::format("context {} is made{}", event.id,
                         event.detail == static_cast<std::uint8_t>(tornado::ContextKind::exception)
                             ? ", to handle exceptions"
                             : "");
    case EventKind::context_entered:
      return fmt::format("context {} is entered{}", event.id, use_in_words(event));
    case EventKind::context_left:
      if (event.other == 0) return fmt::format("context {} is left{}", event.id, use_in_words(event));
      return fmt::format("context {} is left{} by raising {}", event.id, use_in_words(event),
                         error_of(event.other, names));
    case EventKind::context_deactivated:
      return fmt::format("context {} is deactivated", event.id);
    case EventKind::null_context_begin:
      return "no context is current";
    case EventKind::null_context_end:
      return "the contexts before the NullContext are current again";
    case EventKind::yield_point:
      return fmt::format("{} yields a YieldPoint, for which {} stands", task(event.id), future(event.other));
    case EventKind::task_interrupted:
      return fmt::format("an exception comes into {}; it waits for {} now", task(event.id),
                         future(event.other));
    case EventKind::callbacks_leaked:
      return fmt::format("{} ended without waiting for all its Callbacks", task(event.id));
    case EventKind::key_reused:
      return fmt::format("{} asks for a Callback whose key is pending", task(event.id));
    case EventKind::key_unknown:
      return fmt::format("{} waits for a key that is not pending", task(event.id));
    case EventKind::result_replaced:
      return fmt::format("a Callback of {} is called again", task(event.id));
    case EventKind::yield_point_stale:
      return fmt::format("a result comes for a YieldPoint that {} does not wait for any more",
                         task(event.id));
    case EventKind::waiter_timer:
      return fmt::format("{} waits until timer {}", future(event.id), event.other);
    case EventKind::waiter_untimed:
      return fmt::format("the timeout of {} is 0, which means none", future(event.id));
    case EventKind::waiters_left:
      return left_in_words(event);
    case EventKind::condition_made:
      return fmt::format("condition {} is made", event.id);
    case EventKind::condition_wait:
      return fmt::format("{} waits for condition {}", future(event.other), event.id);
    case EventKind::condition_notify:
      return fmt::format("condition {} is notified, for at most {} waiters", event.id, event.other);
    case EventKind::condition_notified:
      return fmt::format("condition {} is to wake {}", event.id, future(event.other));
    case EventKind::event_made:
      return fmt::format("event {} is made, with {}", event.id, future(event.other));
    case EventKind::event_wait:
      return fmt::format("event {} is waited for by {}", event.id, future(event.other));
    case EventKind::event_set:
      return fmt::format("event {} is set, and so {}", event.id, future(event.other));
    case EventKind::event_cleared:
      return fmt::format("event {} is cleared; its future is {} now", event.id, future(event.other));
    case EventKind::semaphore_made:
      return fmt::format("{}semaphore {} is made, with {} permits", event.detail != 0 ? "bounded " : "",
                         event.id, event.other);
    case EventKind::semaphore_acquire:
      return fmt::format("semaphore {} is acquired by {}", event.id, future(event.other));
    case EventKind::semaphore_release:
      return fmt::format("semaphore {} is released", event.id);
    case EventKind::semaphore_grant:
      return fmt::format("semaphore {} grants {} a permit", event.id, future(event.other));
    case EventKind::queue_made:
      return queue_in_words(event);
    case EventKind::queue_finished:
      return fmt::format("queue {} sets event {} when it has no unfinished task", event.id, event.other);
    case EventKind::queue_put:
      return fmt::format("item {} enters queue {}", event.other, event.id);
    case EventKind::queue_get:
      return fmt::format("item {} leaves queue {}", event.other, event.id);
    case EventKind::queue_getter:
      return fmt::format("{} waits for an item of queue {}", future(event.other), event.id);
    case EventKind::queue_given:
      return fmt::format("queue {} gives its item to {}", event.id, future(event.other));
    case EventKind::queue_putter:
      return fmt::format("{} waits for room in queue {}", future(event.other), event.id);
    case EventKind::queue_admitted:
      return fmt::format("queue {} has taken the item of {}", event.id, future(event.other));
    case EventKind::queue_task_done:
      return fmt::format("a task of queue {} is done", event.id);
    default:
      return network_in_words(event, names);
  }
}

namespace {

// The event lines of a trace, one after another, each with the number of events that came before it.
class Lines {
 public:
  explicit Lines(const Trace& trace) : rest_(trace.text), places_(trace.names.line_places) {}

  // Takes the next line that was written before event number `place`; without places, all lines come at the
  // end.
  bool take(std::size_t place, bool at_end, std::string_view& line) {
    if (rest_.empty()) return false;
    if (next_ < places_.size() ? places_[next_] > place : !at_end) return false;
    const std::size_t end = std::min(rest_.find('\n'), rest_.size());
    line = rest_.substr(0, end);
    rest_.remove_prefix(std::min(end + 1, rest_.size()));
    ++next_;
    return true;
  }

  std::size_t taken() const { return next_; }
  bool all_taken() const { return rest_.empty(); }

 private:
  std::string_view rest_;
  const std::vector<std::size_t>& places_;
  std::size_t next_ = 0;
};

// Of the faults of the network before the events that are shown, so many are.
constexpr std::size_t most_early_faults = 20;

}  // namespace

std::string annotate(const Trace& trace, const std::optional<Breach>& breach, std::size_t most_events) {
  const std::size_t size = trace.events.size();
  const std::size_t place = breach ? std::min(breach->step, size) : size;
  const std::size_t first = place > most_events ? place - most_events : 0;
  const std::size_t last = std::min(size, place + std::max<std::size_t>(1, most_events / 4));
  std::string out;
  std::string_view line;
  Lines lines(trace);
  while (first > 0 && lines.take(first - 1, false, line)) {
  }
  if (first > 0)
    out += fmt::format("       (the first {} events and {} lines are left out)\n", first, lines.taken());
  // What the network did is what a reader looks for, however early it was.
  std::size_t faults = 0;
  for (std::size_t at = 0; at < first && faults < most_early_faults; ++at) {
    const tornado::Event& event = trace.events.begin()[at];
    if (event.kind != tornado::EventKind::network_fault) continue;
    ++faults;
    out += fmt::format(" {:5} {}\n", at, in_words(event, trace.names));
  }
  // Where no places are known the lines are shown at the end, and no more of them than of events.
  auto show_lines = [&](std::size_t before, bool at_end) {
    for (std::size_t count = 0; count < most_events && lines.take(before, at_end, line); ++count) {
      out.append(line).push_back('\n');
    }
  };
  for (std::size_t at = first; at < last; ++at) {
    show_lines(at, false);
    const bool broken = breach && at == breach->step;
    out +=
        fmt::format("{}{:5} {}\n", broken ? ">" : " ", at, in_words(trace.events.begin()[at], trace.names));
    if (broken) out += fmt::format(">      {} is broken here: {}\n", breach->law, breach->message);
  }
  show_lines(last, last == size);
  if (last < size || !lines.all_taken())
    out += fmt::format("       ({} more events, and more lines)\n", size - last);
  if (breach && breach->step >= size)
    out += fmt::format("> {} is broken at the end: {}\n", breach->law, breach->message);
  return out;
}

}  // namespace windtunnel
