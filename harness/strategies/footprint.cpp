#include "harness/strategies/footprint.hpp"

#include <algorithm>
#include <iterator>

namespace windtunnel {

namespace {

using tornado::Event;
using tornado::EventKind;

// The kinds of objects, in the upper half of an object's number.
enum class Kind : std::uint64_t {
  object,
  future,
  condition,
  event,
  semaphore,
  queue,
  timer,
  periodic,
  iterator,
  log
};

Touched touched(Kind kind, std::uint32_t number, bool written = true) {
  return {(static_cast<std::uint64_t>(kind) << 32U) | number, written};
}

void add_touched(const Event& event, Footprint& footprint) {
  const auto add = [&](Kind kind, std::uint32_t number, bool written = true) {
    if (number != 0) footprint.push_back(touched(kind, number, written));
  };
  switch (event.kind) {
    case EventKind::future_set:
    case EventKind::future_callback_added:
      return add(Kind::future, event.id);
    case EventKind::future_retrieved:
      return add(Kind::future, event.id, false);
    case EventKind::task_yield:
      return add(Kind::future, event.other,
                 event.detail != static_cast<std::uint8_t>(tornado::YieldKind::ready));
    case EventKind::chained:
    case EventKind::multi_child:
      add(Kind::future, event.id);
      return add(Kind::future, event.other);
    case EventKind::iterator_child:
    case EventKind::iterator_next:
    case EventKind::iterator_deliver:
      add(Kind::iterator, event.id);
      return add(Kind::future, event.other);
    case EventKind::timer_removed:
    case EventKind::timer_begin:
      return add(Kind::timer, event.id);
    case EventKind::periodic_start:
    case EventKind::periodic_run:
    case EventKind::periodic_stop:
      return add(Kind::periodic, event.id);
    case EventKind::condition_wait:
    case EventKind::condition_notify:
    case EventKind::condition_notified:
      return add(Kind::condition, event.id);
    case EventKind::event_wait:
    case EventKind::event_set:
    case EventKind::event_cleared:
      return add(Kind::event, event.id);
    case EventKind::semaphore_acquire:
    case EventKind::semaphore_release:
    case EventKind::semaphore_grant:
      return add(Kind::semaphore, event.id);
    case EventKind::queue_put:
    case EventKind::queue_get:
    case EventKind::queue_getter:
    case EventKind::queue_given:
    case EventKind::queue_putter:
    case EventKind::queue_admitted:
    case EventKind::queue_task_done:
      return add(Kind::queue, event.id);
    case EventKind::error_logged:
    case EventKind::future_unretrieved:
      return add(Kind::log, 1);
    default:
      return;
  }
}

// Sorts the footprint and merges duplicates; an object is written if any duplicate was.
void put_in_order(Footprint& footprint) {
  std::sort(footprint.begin(), footprint.end(), [](const Touched& left, const Touched& right) {
    return left.thing != right.thing ? left.thing < right.thing : left.written > right.written;
  });
  footprint.erase(
      std::unique(footprint.begin(), footprint.end(),
                  [](const Touched& left, const Touched& right) { return left.thing == right.thing; }),
      footprint.end());
}

}  // namespace

bool conflict(const Footprint& left, const Footprint& right) {
  auto one = left.begin();
  auto other = right.begin();
  while (one != left.end() && other != right.end()) {
    if (one->thing == other->thing) {
      if (one->written || other->written) return true;
      ++one;
      ++other;
    } else if (one->thing < other->thing) {
      ++one;
    } else {
      ++other;
    }
  }
  return false;
}

Footprint without_new(const Footprint& footprint, std::uint32_t first_new) {
  if (first_new == 0) return footprint;
  Footprint rest;
  std::copy_if(footprint.begin(), footprint.end(), std::back_inserter(rest), [&](const Touched& each) {
    return each.thing >> 32U != static_cast<std::uint64_t>(Kind::future) ||
           static_cast<std::uint32_t>(each.thing) < first_new;
  });
  return rest;
}

void merge_into(Footprint& footprint, const Footprint& other) {
  footprint.insert(footprint.end(), other.begin(), other.end());
  put_in_order(footprint);
}

void FootprintReader::read(const Trace& trace, std::size_t place, Footprint& footprint) {
  footprint.clear();
  const auto done = trace.steps.done();
  const tornado::Step& step = done[place];
  if (step.object != 0 && step.touch != tornado::Touch::nothing) {
    footprint.push_back(touched(Kind::object, step.object, step.touch == tornado::Touch::write));
  }
  const auto accesses = trace.steps.accesses();
  for (; accesses_ < accesses.size() && accesses[accesses_].at <= place; ++accesses_) {
    if (accesses[accesses_].at != place) continue;
    footprint.push_back(
        touched(Kind::object, accesses[accesses_].object, accesses[accesses_].how == tornado::Touch::write));
  }
  const std::size_t end = place + 1 < done.size() ? done[place + 1].events : trace.events.size();
  events_ = std::max<std::size_t>(events_, step.events);
  for (; events_ < end; ++events_) add_touched(trace.events.begin()[events_], footprint);
  put_in_order(footprint);
}

}  // namespace windtunnel
