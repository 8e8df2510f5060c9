// Meetings: a fault and a construct that come together in a run, by the events of the run. That the generator
// wrote both into a program does not say that they met; a campaign in which they never did has tested less
// than it seems.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "harness/generator/constructs.hpp"

namespace windtunnel {

enum class Meeting : std::uint8_t {
#define WINDTUNNEL_MEETING(identifier, text, area) identifier,
#include "harness/check/meetings.def"
#undef WINDTUNNEL_MEETING
  count_
};

inline constexpr std::size_t meeting_count = static_cast<std::size_t>(Meeting::count_);

/// The meeting's name in reports.
constexpr std::string_view name_of(Meeting meeting) {
  constexpr std::string_view names[meeting_count] = {
#define WINDTUNNEL_MEETING(identifier, text, area) text,
#include "harness/check/meetings.def"
#undef WINDTUNNEL_MEETING
  };
  return names[static_cast<std::size_t>(meeting)];
}

/// The area whose constructs it needs.
constexpr Area area_of(Meeting meeting) {
  constexpr Area areas[meeting_count] = {
#define WINDTUNNEL_MEETING(identifier, text, area) Area::area,
#include "harness/check/meetings.def"
#undef WINDTUNNEL_MEETING
  };
  return areas[static_cast<std::size_t>(meeting)];
}

/// A set of meetings.
class MeetingSet {
 public:
  constexpr bool has(Meeting meeting) const { return (bits_ >> static_cast<unsigned>(meeting) & 1U) != 0; }
  constexpr void add(Meeting meeting) { bits_ |= std::uint64_t{1} << static_cast<unsigned>(meeting); }
  constexpr bool operator==(const MeetingSet&) const = default;

 private:
  static_assert(meeting_count <= 64);
  std::uint64_t bits_ = 0;
};

/// In how many runs each occurred.
struct MeetingCounts {
  std::array<std::uint64_t, meeting_count> runs{};

  void count(MeetingSet met) {
    for (std::size_t at = 0; at < meeting_count; ++at)
      runs[at] += met.has(static_cast<Meeting>(at)) ? 1U : 0U;
  }

  /// Adds the counts of another thread.
  MeetingCounts& operator+=(const MeetingCounts& other) {
    for (std::size_t at = 0; at < meeting_count; ++at) runs[at] += other.runs[at];
    return *this;
  }

  /// Calls `visit` with each meeting of those areas (a sum of bit(Area)) and its count.
  template <class Visit>
  void for_each(std::uint8_t areas, Visit visit) const {
    for (std::size_t at = 0; at < meeting_count; ++at) {
      const auto meeting = static_cast<Meeting>(at);
      if ((bit(area_of(meeting)) & areas) != 0) visit(meeting, runs[at]);
    }
  }
};

}  // namespace windtunnel
