// Construct: the names of everything that a generated program may contain, and counts of how often each
// occurred. A campaign reports a construct that was enabled and never occurred, so a generator that silently
// stops making something is noticed.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace windtunnel {

/// The areas of the golden traces; sets of them are sums.
enum class Area : std::uint8_t { core = 1, loop = 2, sync = 4, context = 8, legacy = 16 };

constexpr std::uint8_t bit(Area area) {
  return static_cast<std::uint8_t>(area);
}

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

/// A set of constructs.
class ConstructSet {
 public:
  constexpr bool has(Construct construct) const { return (words_[word(construct)] & mask(construct)) != 0; }

  /// 1 for a member, otherwise 0: for arithmetic without a branch.
  constexpr std::uint32_t count(Construct construct) const {
    return static_cast<std::uint32_t>(words_[word(construct)] >> (static_cast<std::size_t>(construct) % 64)) &
           1U;
  }

  constexpr void add(Construct construct) { words_[word(construct)] |= mask(construct); }
  constexpr bool operator==(const ConstructSet&) const = default;

  /// Keeps only the members that `other` has too.
  constexpr ConstructSet& operator&=(const ConstructSet& other) {
    for (std::size_t at = 0; at < words_.size(); ++at) words_[at] &= other.words_[at];
    return *this;
  }

  /// Removes the members that `other` has.
  constexpr void remove(const ConstructSet& other) {
    for (std::size_t at = 0; at < words_.size(); ++at) words_[at] &= ~other.words_[at];
  }

  constexpr ConstructSet& operator|=(const ConstructSet& other) {
    for (std::size_t at = 0; at < words_.size(); ++at) words_[at] |= other.words_[at];
    return *this;
  }

  /// Calls `visit` with each member, in order.
  template <class Visit>
  constexpr void for_each(Visit visit) const {
    for (std::size_t at = 0; at < words_.size(); ++at) {
      for (std::uint64_t rest = words_[at]; rest != 0; rest &= rest - 1) {
        visit(static_cast<Construct>(at * 64 + static_cast<std::size_t>(std::countr_zero(rest))));
      }
    }
  }

  /// The bits of the `at`-th group of eight constructs.
  constexpr std::uint32_t group(std::size_t at) const {
    return static_cast<std::uint32_t>(words_[at / 8] >> (at % 8 * 8)) & 0xffU;
  }

  /// Adds the constructs of the `at`-th group of eight whose bits are set in `bits`.
  constexpr void add_group(std::size_t at, std::uint32_t bits) {
    words_[at / 8] |= static_cast<std::uint64_t>(bits & 0xffU) << (at % 8 * 8);
  }

 private:
  static constexpr std::size_t word(Construct construct) { return static_cast<std::size_t>(construct) / 64; }
  static constexpr std::uint64_t mask(Construct construct) {
    return std::uint64_t{1} << (static_cast<std::size_t>(construct) % 64);
  }

  std::array<std::uint64_t, (construct_count + 63) / 64> words_{};
};

/// All constructs of these areas.
constexpr ConstructSet constructs_of(std::uint8_t areas) {
  ConstructSet set;
  for (std::size_t at = 0; at < construct_count; ++at) {
    const auto construct = static_cast<Construct>(at);
    if ((bit(area_of(construct)) & areas) != 0) set.add(construct);
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

}  // namespace windtunnel
