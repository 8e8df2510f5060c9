// Coverage marks: rare situations that the runs of a campaign must reach, such as a timeout that ties with
// what it waits for. A generator that writes both into a program does not make them coincide, so the state of
// the run (run_state.hpp) marks each situation where it happens. A mark that no run has set shows what was
// not tested.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "harness/generator/constructs.hpp"
#include "runtime/enum_set.hpp"

namespace windtunnel::properties {

enum class Mark : std::uint8_t {
#define WINDTUNNEL_MARK(identifier, text, area) identifier,
#include "harness/properties/coverage_marks.def"
#undef WINDTUNNEL_MARK
  count_
};

inline constexpr std::size_t mark_count = static_cast<std::size_t>(Mark::count_);

using Marks = tornado::EnumSet<Mark>;

/// The name of the mark in reports.
constexpr std::string_view name_of(Mark mark) {
  constexpr std::string_view names[mark_count] = {
#define WINDTUNNEL_MARK(identifier, text, area) text,
#include "harness/properties/coverage_marks.def"
#undef WINDTUNNEL_MARK
  };
  return names[static_cast<std::size_t>(mark)];
}

/// The area whose constructs it needs.
constexpr generator::Area area_of(Mark mark) {
  constexpr generator::Area areas[mark_count] = {
#define WINDTUNNEL_MARK(identifier, text, area) generator::Area::area,
#include "harness/properties/coverage_marks.def"
#undef WINDTUNNEL_MARK
  };
  return areas[static_cast<std::size_t>(mark)];
}

/// In how many runs each was set.
struct MarkCounts {
  std::array<std::uint64_t, mark_count> runs{};

  void count(const Marks& marks) {
    marks.for_each([&](Mark mark) { ++runs[static_cast<std::size_t>(mark)]; });
  }

  /// Adds the counts of another worker.
  MarkCounts& operator+=(const MarkCounts& other) {
    for (std::size_t at = 0; at < mark_count; ++at) runs[at] += other.runs[at];
    return *this;
  }

  /// Calls `visit` with each mark of those areas and its count.
  template <class Visit>
  void for_each(const generator::Areas& areas, Visit visit) const {
    for (std::size_t at = 0; at < mark_count; ++at) {
      const auto mark = static_cast<Mark>(at);
      if (areas.has(area_of(mark))) visit(mark, runs[at]);
    }
  }
};

}  // namespace windtunnel::properties
