// The rows of runtime/events.def as a table: for each kind of event, what its fields hold, what it ends, what
// it touches, and its sentence. Explanations, footprints and the tests of the laws are generated from it.
#pragma once

#include <array>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "runtime/observer.hpp"

namespace windtunnel::core {

/// What the number in an event's `id` or `other` counts.
enum class FieldRole : std::uint8_t {
  none,
#define TORNADO_ROLE(role, words) role,
#include "runtime/events.def"
};

/// What an event's `detail` holds.
enum class Detail : std::uint8_t {
  none,
#define TORNADO_DETAIL(detail, ...) detail,
#include "runtime/events.def"
};

/// What the step in which an event happens has used. Two steps that touch nothing in common commute.
enum class Touches : std::uint8_t {
  none,
  reads_id,      ///< reads what `id` names
  writes_id,     ///< writes what `id` names
  writes_both,   ///< writes what `id` and `other` name
  awaits_other,  ///< what `other` names is read if it is ready, else written: the waiter is added to it
  writes_log,    ///< writes the log of errors, which is one object
  sets_timer,    ///< writes the deadline, as timers of one deadline run in the order in which they were set
};

/// The properties of a kind of event.
struct EventRow {
  std::string_view name;
  FieldRole id;
  FieldRole other;
  Detail detail;
  std::optional<tornado::EventKind> ends;  ///< the kind that began what this one ends
  Touches touches;
  std::string_view words;  ///< in the form that events.def describes

  constexpr bool uses_seconds() const { return words.find("{seconds}") != std::string_view::npos; }
};

namespace event_table {

using enum tornado::EventKind;
inline constexpr std::nullopt_t none = std::nullopt;

inline constexpr std::array<EventRow, tornado::event_kind_count> rows = {{
#define TORNADO_EVENT(kind, id, other, detail, ends, touches, words) \
  {#kind, FieldRole::id, FieldRole::other, Detail::detail, ends, Touches::touches, words},
#include "runtime/events.def"
}};

}  // namespace event_table

/// The row of the given kind.
constexpr const EventRow& row_of(tornado::EventKind kind) {
  assert(kind < tornado::EventKind::count_);
  return event_table::rows[static_cast<std::size_t>(kind)];
}

/// The words before a number of that role: "future ".
constexpr std::string_view words_of(FieldRole role) {
  constexpr std::string_view words[] = {
      "",
#define TORNADO_ROLE(role, words) words,
#include "runtime/events.def"
  };
  return words[static_cast<std::size_t>(role)];
}

/// The words for the values of that detail, by value; empty for Detail::none.
std::span<const std::string_view> words_of(Detail detail);

}  // namespace windtunnel::core
