#include "harness/strategies/footprint.hpp"

#include <algorithm>
#include <bit>
#include <cassert>
#include <iterator>

#include "harness/core/event_table.hpp"
#include "harness/core/random.hpp"

namespace windtunnel::strategies {

namespace {

// The upper half of an object's number says what it is: a FieldRole, or this for an object of a World.
constexpr std::uint64_t world_object = 0;
static_assert(static_cast<std::uint64_t>(core::FieldRole::none) == world_object);

// Greater than every thing: the step may touch any.
constexpr std::uint64_t anything = ~std::uint64_t{0};

Touched touched(std::uint64_t kind, std::uint32_t number, bool written) {
  return {(kind << 32U) | number, written};
}

// Deadlines, which are doubles, by a number that equal ones share.
Touched deadline(double seconds) {
  constexpr auto kind = std::uint64_t{0xffff'fffe};
  auto bits = std::bit_cast<std::uint64_t>(seconds);
  return touched(kind, static_cast<std::uint32_t>(core::splitmix64(bits)), true);
}

bool is_future(const Touched& touched) {
  return touched.thing >> 32U == static_cast<std::uint64_t>(core::FieldRole::future);
}

void add_touched(const tornado::Event& event, Footprint& footprint) {
  const auto add = [&](core::FieldRole role, std::uint32_t number, bool written) {
    assert(role != core::FieldRole::none);
    if (number != 0) footprint.push_back(touched(static_cast<std::uint64_t>(role), number, written));
  };
  const core::EventRow& row = core::row_of(event.kind);
  switch (row.touches) {
    case core::Touches::none:
      return;
    case core::Touches::reads_id:
      return add(row.id, event.id, false);
    case core::Touches::writes_id:
      return add(row.id, event.id, true);
    case core::Touches::writes_both:
      add(row.id, event.id, true);
      return add(row.other, event.other, true);
    case core::Touches::awaits_other:
      return add(row.other, event.other,
                 event.detail != static_cast<std::uint8_t>(tornado::YieldKind::ready));
    case core::Touches::writes_log:
      return add(core::FieldRole::error, 1, true);
    case core::Touches::sets_timer:
      return footprint.push_back(deadline(event.seconds));
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
  const auto may_touch_anything = [](const Footprint& footprint) {
    return !footprint.empty() && footprint.back().thing == anything;
  };
  if (may_touch_anything(left) || may_touch_anything(right)) return true;
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
    return !is_future(each) || static_cast<std::uint32_t>(each.thing) < first_new;
  });
  return rest;
}

void merge_into(Footprint& footprint, const Footprint& other) {
  footprint.insert(footprint.end(), other.begin(), other.end());
  put_in_order(footprint);
}

void FootprintReader::read(const core::Trace& trace, std::size_t place, Footprint& footprint) {
  footprint.clear();
  const auto done = trace.steps.done();
  assert(place < done.size());
  const tornado::Step& step = done[place];
  assert(step.events <= trace.events.size());
  if (!trace.steps.accesses_declared()) {
    footprint.push_back({anything, true});
    return;
  }
  const auto add = [&](std::uint32_t object, tornado::Touch how) {
    if (object != 0 && how != tornado::Touch::nothing)
      footprint.push_back(touched(world_object, object, tornado::writes(how)));
    if (how == tornado::Touch::anything) footprint.push_back({anything, true});
  };
  add(step.object, step.touch);
  const auto accesses = trace.steps.accesses();
  for (; accesses_ < accesses.size() && accesses[accesses_].at <= place; ++accesses_) {
    if (accesses[accesses_].at == place) add(accesses[accesses_].object, accesses[accesses_].how);
  }
  read_events(trace, step.events, place + 1 < done.size() ? done[place + 1].events : trace.events.size(),
              footprint);
  put_in_order(footprint);
}

// A step records an event before any of its code runs: what was looked at before that belongs to the step
// before.
void FootprintReader::read_events(const core::Trace& trace, std::size_t begin, std::size_t end,
                                  Footprint& footprint) {
  events_ = std::max(events_, begin);
  for (; events_ < end; ++events_) {
    const tornado::Event& event = trace.events.begin()[events_];
    if (event.kind != tornado::EventKind::timer_added || !is_step_timer(trace, event))
      add_touched(event, footprint);
  }
  const auto looks = trace.events.looks();
  for (; looks_ < looks.size() && looks[looks_].at <= end; ++looks_) {
    const tornado::Look& look = looks[looks_];
    if (look.at > begin && look.id != 0)
      footprint.push_back(touched(static_cast<std::uint64_t>(core::row_of(look.kind).id), look.id, false));
  }
}

bool FootprintReader::is_step_timer(const core::Trace& trace, const tornado::Event& event) {
  const auto timers = trace.steps.step_timers();
  while (step_timers_ < timers.size() && timers[step_timers_] < event.id) ++step_timers_;
  return step_timers_ < timers.size() && timers[step_timers_] == event.id;
}

}  // namespace windtunnel::strategies
