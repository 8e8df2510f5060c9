// Construct: the names of everything that a generated program may contain, and counts of how often each
// occurred. A campaign reports a construct that was enabled and never occurred, so a generator that silently
// stops making something is noticed.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "runtime/enum_set.hpp"

namespace windtunnel::generator {

/// The areas of the golden traces.
enum class Area : std::uint8_t { core, loop, sync, context, legacy, count_ };

using Areas = tornado::EnumSet<Area>;

/// Something that a program may contain.
enum class Construct : std::uint8_t {
#define WINDTUNNEL_CONSTRUCT(identifier, text, area) identifier,
#include "harness/generator/constructs.def"
#undef WINDTUNNEL_CONSTRUCT
  count_
};

inline constexpr std::size_t construct_count = static_cast<std::size_t>(Construct::count_);

/// The construct's name in reports.
constexpr std::string_view name_of(Construct construct) {
  constexpr std::string_view names[construct_count] = {
#define WINDTUNNEL_CONSTRUCT(identifier, text, area) text,
#include "harness/generator/constructs.def"
#undef WINDTUNNEL_CONSTRUCT
  };
  return names[static_cast<std::size_t>(construct)];
}

/// The area that the construct belongs to.
constexpr Area area_of(Construct construct) {
  constexpr Area areas[construct_count] = {
#define WINDTUNNEL_CONSTRUCT(identifier, text, area) Area::area,
#include "harness/generator/constructs.def"
#undef WINDTUNNEL_CONSTRUCT
  };
  return areas[static_cast<std::size_t>(construct)];
}

using ConstructSet = tornado::EnumSet<Construct>;

/// All constructs of these areas.
constexpr ConstructSet constructs_of(const Areas& areas) {
  ConstructSet set;
  for (std::size_t at = 0; at < construct_count; ++at) {
    const auto construct = static_cast<Construct>(at);
    if (areas.has(area_of(construct))) set.add(construct);
  }
  return set;
}

/// Over many programs: in how many of them each construct was enabled, and in how many it occurred.
struct ConstructCounts {
  std::uint64_t programs = 0;
  std::array<std::uint64_t, construct_count> enabled{};
  std::array<std::uint64_t, construct_count> occurred{};

  void count(const ConstructSet& on, const ConstructSet& used) {
    ++programs;
    on.for_each([&](Construct construct) { ++enabled[static_cast<std::size_t>(construct)]; });
    used.for_each([&](Construct construct) { ++occurred[static_cast<std::size_t>(construct)]; });
  }

  /// Adds the counts of another thread.
  ConstructCounts& operator+=(const ConstructCounts& other) {
    programs += other.programs;
    for (std::size_t at = 0; at < construct_count; ++at) {
      enabled[at] += other.enabled[at];
      occurred[at] += other.occurred[at];
    }
    return *this;
  }

  /// The constructs that were enabled at least once and never occurred.
  ConstructSet missing() const {
    ConstructSet set;
    for (std::size_t at = 0; at < construct_count; ++at) {
      if (enabled[at] != 0 && occurred[at] == 0) set.add(static_cast<Construct>(at));
    }
    return set;
  }
};

}  // namespace windtunnel::generator
