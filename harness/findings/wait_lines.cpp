#include "harness/findings/wait_lines.hpp"

#include <cstddef>
#include <cstdint>
#include <fmt/format.h>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "harness/findings/await_reader.hpp"
#include "harness/findings/timeline.hpp"

namespace windtunnel::findings {

namespace {

using Number = std::uint32_t;
using tornado::Event;
using tornado::EventKind;

// Shown the events of a run, one after another, it adds the lines between them.
class WaitLines {
 public:
  explicit WaitLines(const core::Trace& trace) : trace_(trace) {}

  std::vector<core::TaskLine> all() {
    std::size_t at = 0;
    for (const Event& event : trace_.events) {
      if (event.kind == EventKind::loop_close) break;
      add_shown(at);
      reader_.see(event);
      see(event, at++);
    }
    add_shown(trace_.events.size());
    return std::move(lines_);
  }

 private:
  struct Wait {
    Number task = 0;  // of the World
    Number future = 0;
  };

  // The lines that the run itself has shown before that event.
  void add_shown(std::size_t at) {
    const std::vector<core::TaskLine>& shown = trace_.names.lines;
    for (; shown_ < shown.size() && shown[shown_].at <= at; ++shown_) lines_.push_back(shown[shown_]);
  }

  void see(const Event& event, std::size_t at) {
    switch (event.kind) {
      case EventKind::clock:
        time_ = fmt::format("{}", event.seconds);
        break;
      case EventKind::timer_begin:
        outside_ = "the clock";
        break;
      case EventKind::handler_begin:
        outside_ = "the network";
        break;
      case EventKind::timer_end:
      case EventKind::handler_end:
        outside_ = {};
        break;
      case EventKind::future_set:
        wakers_[event.id] = waker_now(event.id);
        break;
      case EventKind::task_yield:
        see_wait(event, at);
        break;
      case EventKind::task_resume:
        see_end(event, at);
        break;
      default:
        break;
    }
  }

  void see_wait(const Event& event, std::size_t at) {
    const std::vector<core::PlacedWait>& waits = trace_.names.placed_waits;
    while (next_wait_ < waits.size() && waits[next_wait_].at < at) ++next_wait_;
    if (next_wait_ == waits.size() || waits[next_wait_].at != at) return;
    const core::PlacedWait& wait = waits[next_wait_];
    add(wait.task, "waits for " + what(event.other), wait.place, at);
    waits_[event.id] = {wait.task, event.other};
  }

  void see_end(const Event& event, std::size_t at) {
    const auto wait = waits_.find(event.id);
    if (wait == waits_.end()) return;
    std::string words = "is woken";
    std::set<Number> seen;
    const std::string waker = waker_of(wait->second.future, seen);
    if (!waker.empty()) words += " by " + waker;
    if (const auto error = trace_.names.exceptions.find(event.other); error != trace_.names.exceptions.end())
      words += ": " + error->second;
    add(wait->second.task, std::move(words), {}, at);
    waits_.erase(wait);
  }

  void add(Number task, std::string words, std::string place, std::size_t at) {
    lines_.push_back({time_, task, std::move(words), std::move(place), at});
  }

  std::string what(Number future) const {
    const auto result = trace_.names.results.find(future);
    if (result != trace_.names.results.end()) return column_name(trace_.steps, result->second);
    const WaitFacts facts = reader_.facts_of(future);
    std::string words;
    const auto also = [&](const std::string& more) { words += (words.empty() ? "" : " and ") + more; };
    for (const Number task : facts.results) also(name_of(task));
    for (const Thing& thing : facts.things) also(in_words(thing));
    return words.empty() ? "a Future" : words;
  }

  // A coroutine works for the task that has called it, or for the test itself.
  std::string name_of(Number coroutine) const {
    for (; coroutine != 0; coroutine = reader_.caller_of(coroutine)) {
      const auto task = trace_.names.works_for.find(coroutine);
      if (task != trace_.names.works_for.end()) return column_name(trace_.steps, task->second);
    }
    return column_name(trace_.steps, 0);
  }

  // Who sets that future now; empty if it is a callback.
  std::string waker_now(Number future) const {
    if (const Number ended = reader_.task_of(future); ended != 0) return name_of(ended);
    if (reader_.running() != 0) return name_of(reader_.running());
    return std::string(outside_);
  }

  // The one that has set the future, or the first that it takes its outcome from.
  std::string waker_of(Number future, std::set<Number>& seen) const {
    const auto waker = wakers_.find(future);
    if (waker == wakers_.end() || !seen.insert(future).second) return {};
    if (!waker->second.empty()) return waker->second;
    for (const Number source : reader_.sources_of(future)) {
      std::string found = waker_of(source, seen);
      if (!found.empty()) return found;
    }
    return {};
  }

  const core::Trace& trace_;
  AwaitReader reader_;
  std::vector<core::TaskLine> lines_;
  std::size_t shown_ = 0;
  std::size_t next_wait_ = 0;
  std::string time_ = "0";
  std::string_view outside_;              // what runs that is no coroutine
  std::map<Number, Wait> waits_;          // by coroutine
  std::map<Number, std::string> wakers_;  // by future
};

}  // namespace

std::vector<core::TaskLine> lines_with_waits(const core::Trace& trace) {
  return WaitLines(trace).all();
}

}  // namespace windtunnel::findings
