#include "harness/shrink/timer_words.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <span>
#include <string_view>

namespace windtunnel::shrink {

namespace {

using tornado::Event;
using tornado::EventKind;

std::span<const Event> events_of(const core::Trace& trace) {
  return {trace.events.begin(), trace.events.size()};
}

// The first event of that kind from that place on; null if there is none.
const Event* next_of(EventKind kind, std::size_t from, const core::Trace& trace) {
  const std::span<const Event> events = events_of(trace);
  for (std::size_t at = from; at < events.size(); ++at)
    if (events[at].kind == kind) return &events[at];
  return nullptr;
}

// The place at which an event of that kind and number happens; the number of events if it does not.
std::size_t place_of(EventKind kind, std::uint32_t number, const core::Trace& trace) {
  const std::span<const Event> events = events_of(trace);
  return static_cast<std::size_t>(
      std::find_if(events.begin(), events.end(),
                   [&](const Event& event) { return event.kind == kind && event.id == number; }) -
      events.begin());
}

double time_at(std::size_t place, const core::Trace& trace) {
  const std::span<const Event> events = events_of(trace);
  for (std::size_t at = std::min(place, events.size()); at-- > 0;)
    if (events[at].kind == EventKind::clock) return events[at].seconds;
  return 0;
}

std::string late_in_words(const core::AskedQuestion& question, const core::Trace& trace) {
  const std::string name = name_of_timer(question.timer, trace);
  const std::size_t added = place_of(EventKind::timer_added, question.timer, trace);
  const std::size_t runs = place_of(EventKind::timer_begin, question.timer, trace);
  if (question.timer == 0 || added == trace.events.size() || runs == trace.events.size())
    return fmt::format("{} is late, and what else is ready runs before", name);
  const double late = time_at(runs, trace) - events_of(trace)[added].seconds;
  if (late <= 0) return fmt::format("{} runs late, after what else is ready", name);
  return fmt::format("{} runs {:.4g} ms after its deadline", name, late * 1000);
}

}  // namespace

std::string name_of_timer(std::uint32_t number, const core::Trace& trace) {
  const std::size_t added = place_of(EventKind::timer_added, number, trace);
  if (number == 0 || added == trace.events.size()) return "a timer";
  const std::span<const tornado::EventPlace> places = trace.events.places();
  auto at = std::find_if(places.begin(), places.end(), [&](const auto& each) { return each.at == added; });
  if (at == places.end()) return "a timer";
  const std::uint32_t task = at->task;
  const std::string name(trace.steps.task_name(task <= trace.steps.task_count() ? task : 0));
  // The task waits for it at the place of its next wait.
  at = std::find_if(at, places.end(), [&](const auto& each) {
    return each.task == task && each.site.line() != 0 &&
           events_of(trace)[each.at].kind == EventKind::task_yield;
  });
  const std::string place = at == places.end() ? std::string() : core::place_in_code(at->site);
  return fmt::format("the timer of {}{}", name, place.empty() ? "" : " (" + place + ")");
}

std::string timer_in_words(const core::AskedQuestion& question, const core::Trace& trace) {
  constexpr std::string_view loop = "loop/";
  std::string_view site = question.answer.site;
  if (!site.starts_with(loop)) return {};
  site.remove_prefix(loop.size());
  const double now = time_at(question.events, trace);
  if (site == "late") return late_in_words(question, trace);
  if (site == "tie") {
    const Event* next = next_of(EventKind::timer_begin, question.events, trace);
    return fmt::format("of the timers that are due at {:.9g} s, {} runs first", now,
                       next == nullptr ? "another one" : name_of_timer(next->id, trace));
  }
  if (site == "elapsed" || site == "jump") {
    const Event* next = next_of(EventKind::clock, question.events, trace);
    const double then = next == nullptr ? now : next->seconds;
    if (site == "jump") return fmt::format("no timer is looked at before {:.9g} s", then);
    return fmt::format("the steps before {0:.9g} s take so long that it is {0:.9g} s when the loop goes on",
                       then);
  }
  if (site == "io")
    return fmt::format("the timers that are due at {:.9g} s run before what has arrived", now);
  if (site == "arrival")
    return fmt::format("the tasks that are spawned at {:.9g} s begin after what is queued", now);
  if (site != "external") return {};
  const Event* next = next_of(EventKind::external_begin, question.events, trace);
  return next == nullptr
             ? "an external event comes later"
             : fmt::format("external event {} comes before those that were there first", next->id);
}

}  // namespace windtunnel::shrink
