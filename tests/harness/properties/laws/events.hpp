// Sequences of events, written by hand: what the tests of the laws are made of.
#pragma once

#include <cassert>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "harness/core/event_table.hpp"
#include "harness/properties/laws/law_set.hpp"
#include "runtime/observer.hpp"

namespace windtunnel::properties {

/// Builds a sequence of events. Every call adds one and is named after its kind, and takes the fields that
/// events.def says it uses: numbers, which fill `id`, `other`, a `detail` without an enum of its own and
/// `seconds`, in this order, and an enumerator for `detail`. Fields that are left out are 0. Other names are
/// short for common combinations.
class Events {
 public:
  using Number = std::uint32_t;
  using Kind = tornado::EventKind;

  Events& add(Kind kind, Number id = 0, Number other = 0, std::uint8_t detail = 0, double seconds = 0) {
    events_.push_back({kind, detail, id, other, seconds});
    return *this;
  }

  /// Everything that `more` has, behind.
  Events& then(const Events& more) {
    bytes_ += more.bytes_;
    events_.insert(events_.end(), more.events_.begin(), more.events_.end());
    return *this;
  }

#define TORNADO_EVENT(kind, id, other, detail, ends, touches, words)          \
  template <class... Fields>                                                  \
    requires((std::is_arithmetic_v<Fields> || std::is_enum_v<Fields>) && ...) \
  Events& kind(Fields... fields) {                                            \
    return add_fields(Kind::kind, fields...);                                 \
  }
#include "runtime/events.def"

  Events& retrieved(Number id, Number error) { return future_retrieved(id, error, tornado::Retriever::user); }
  Events& owed(Number id, Number error) { return future_retrieved(id, error, tornado::Retriever::runtime); }
  Events& yield_ready(Number id, Number future) { return task_yield(id, future, tornado::YieldKind::ready); }
  Events& yield_waiting(Number id, Number future) {
    return task_yield(id, future, tornado::YieldKind::waiting);
  }
  Events& yield_moment(Number id) { return task_yield(id, tornado::YieldKind::moment); }
  Events& logged(Number error, tornado::ErrorKind why = tornado::ErrorKind::callback) {
    return error_logged(error, why);
  }

  Events& block_begin(Number context) { return context_entered(context, tornado::ContextUse::block); }
  Events& block_end(Number context, Number error = 0) {
    return context_left(context, error, tornado::ContextUse::block);
  }
  Events& entered(Number context) { return context_entered(context, tornado::ContextUse::call); }
  Events& left(Number context, Number error = 0) {
    return context_left(context, error, tornado::ContextUse::call);
  }
  Events& taking_callback(Number id) { return callback_queued(id, tornado::Takes::contexts); }
  Events& taking_timer(Number id, double deadline) {
    return timer_added(id, deadline, tornado::Takes::contexts);
  }
  Events& taking_future_callback(Number future, Number callback) {
    return future_callback_added(future, callback, tornado::Takes::contexts);
  }

  Events& multi(Number result, const std::vector<Number>& children) {
    add(Kind::multi, result, static_cast<Number>(children.size()));
    for (Number child : children) multi_child(result, child);
    return *this;
  }

  /// A notify for at most `most`, which chooses these and leaves `left` in the list.
  Events& condition_notify(Number id, Number most, const std::vector<Number>& chosen, Number left = 0) {
    add(Kind::condition_notify, id, most);
    for (Number waiter : chosen) condition_notified(id, waiter);
    return waiters_left(id, left, tornado::WaiterList::condition);
  }

  Events& stream_written(Number id, const std::string& bytes) {
    bytes_ += bytes;
    return add(Kind::stream_written, id, static_cast<Number>(bytes.size()));
  }
  Events& stream_read(Number id, const std::string& bytes,
                      tornado::StreamRead as = tornado::StreamRead::whole) {
    bytes_ += bytes;
    return add(Kind::stream_read, id, static_cast<Number>(bytes.size()), static_cast<std::uint8_t>(as));
  }

  std::size_t size() const { return events_.size(); }
  const std::string& bytes() const { return bytes_; }
  const std::vector<tornado::Event>& list() const { return events_; }

 private:
  template <class... Fields>
  Events& add_fields(Kind kind, Fields... fields) {
    const core::EventRow& row = core::row_of(kind);
    tornado::Event event{kind, 0, 0, 0, 0};
    bool free[] = {row.id != core::FieldRole::none,
                   row.other != core::FieldRole::none && row.other != core::FieldRole::takes,
                   row.detail == core::Detail::readiness || row.detail == core::Detail::bounded ||
                       row.detail == core::Detail::fault || row.detail == core::Detail::present,
                   row.uses_seconds()};
    [[maybe_unused]] const auto place = [&](auto field) {  // g++ 12 warns where there are no fields
      if constexpr (std::is_enum_v<decltype(field)>) {
        event.detail = static_cast<std::uint8_t>(field);
        return;
      }
      std::size_t at = std::is_floating_point_v<decltype(field)> ? 3 : 0;
      while (at < 4 && !free[at]) ++at;
      assert(at < 4);  // else it has more fields than its kind
      free[at] = false;
      if (at == 0) event.id = static_cast<Number>(field);
      if (at == 1) event.other = static_cast<Number>(field);
      if (at == 2) event.detail = static_cast<std::uint8_t>(field);
      if (at == 3) event.seconds = static_cast<double>(field);
    };
    (place(fields), ...);
    events_.push_back(event);
    return *this;
  }

  std::vector<tornado::Event> events_;
  std::string bytes_;
};

inline std::optional<core::Violation> check(LawSet& laws, const std::vector<tornado::Event>& events,
                                            core::SchedulingModel model = core::SchedulingModel::exact,
                                            std::string_view bytes = {}) {
  return laws.check(events.data(), events.data() + events.size(), model, bytes);
}

/// What that one law says of the events: "" if it is silent, else "STEP: MESSAGE".
inline std::string verdict(const std::string& law, const Events& events,
                           core::SchedulingModel model = core::SchedulingModel::exact) {
  LawSet laws(std::vector<std::string>{law}, core::all_guarantees);
  const std::optional<core::Violation> violation = check(laws, events.list(), model, events.bytes());
  return violation ? std::to_string(violation->step) + ": " + violation->message : "";
}

/// The known defects that the law notes in the events, "STEP: NUMBER: MESSAGE" each, joined by line breaks.
/// The law holds.
inline std::string known_by(const std::string& law, const Events& events,
                            core::SchedulingModel model = core::SchedulingModel::exact) {
  LawSet laws(std::vector<std::string>{law});
  if (const std::optional<core::Violation> violation = check(laws, events.list(), model))
    return "broken: " + violation->message;
  std::string all;
  for (const Known& known : laws.known())
    all += (all.empty() ? "" : "\n") + std::to_string(known.step) + ": " + std::string(known.defect) + ": " +
           known.message;
  return all;
}

}  // namespace windtunnel::properties
