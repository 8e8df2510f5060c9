// EnumSet: a set of the values of an enum, one bit each.
#pragma once

#include <array>
#include <bit>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <initializer_list>

namespace tornado {

/// A set of those values of `Enum` that are less than `Size`; by default of all values before `Enum::count_`.
template <class Enum, std::size_t Size = static_cast<std::size_t>(Enum::count_)>
class EnumSet {
 public:
  constexpr EnumSet() noexcept = default;
  constexpr EnumSet(std::initializer_list<Enum> members) noexcept {
    for (const Enum member : members) add(member);
  }
  constexpr EnumSet(Enum member) noexcept { add(member); }  // implicit: one value is a set, too

  static constexpr EnumSet all() noexcept {
    EnumSet set;
    for (std::size_t at = 0; at < Size; ++at) set.add(static_cast<Enum>(at));
    return set;
  }

  constexpr bool has(Enum member) const noexcept { return (words_[word(member)] & mask(member)) != 0; }
  constexpr bool empty() const noexcept { return *this == EnumSet(); }
  constexpr bool operator==(const EnumSet&) const noexcept = default;

  constexpr void add(Enum member) noexcept { words_[word(member)] |= mask(member); }

  /// Adds what `other` has.
  constexpr EnumSet& operator|=(const EnumSet& other) noexcept {
    for (std::size_t at = 0; at < words_.size(); ++at) words_[at] |= other.words_[at];
    return *this;
  }

  /// Keeps only what `other` has, too.
  constexpr EnumSet& operator&=(const EnumSet& other) noexcept {
    for (std::size_t at = 0; at < words_.size(); ++at) words_[at] &= other.words_[at];
    return *this;
  }

  /// The members that `other` does not have.
  constexpr EnumSet without(const EnumSet& other) const noexcept {
    EnumSet rest = *this;
    for (std::size_t at = 0; at < words_.size(); ++at) rest.words_[at] &= ~other.words_[at];
    return rest;
  }

  friend constexpr EnumSet operator|(EnumSet left, const EnumSet& right) noexcept { return left |= right; }
  friend constexpr EnumSet operator&(EnumSet left, const EnumSet& right) noexcept { return left &= right; }

  /// Calls `visit` with each member, in order.
  template <class Visit>
  constexpr void for_each(Visit visit) const {
    for (std::size_t at = 0; at < words_.size(); ++at) {
      for (std::uint64_t rest = words_[at]; rest != 0; rest &= rest - 1)
        visit(static_cast<Enum>(at * 64 + static_cast<std::size_t>(std::countr_zero(rest))));
    }
  }

  /// 1 for a member, else 0: for arithmetic without a branch.
  constexpr std::uint32_t count(Enum member) const noexcept {
    return static_cast<std::uint32_t>(words_[word(member)] >> (static_cast<std::size_t>(member) % 64)) & 1U;
  }

  /// The `at`-th group of eight values, the lowest bit first.
  constexpr std::uint32_t group(std::size_t at) const noexcept {
    return static_cast<std::uint32_t>(words_[at / 8] >> (at % 8 * 8)) & 0xffU;
  }

  /// Adds those of the `at`-th group of eight values whose bits are set.
  constexpr void add_group(std::size_t at, std::uint32_t bits) noexcept {
    words_[at / 8] |= static_cast<std::uint64_t>(bits & 0xffU) << (at % 8 * 8);
  }

 private:
  static constexpr std::size_t word(Enum member) noexcept {
    assert(static_cast<std::size_t>(member) < Size);
    return static_cast<std::size_t>(member) / 64;
  }
  static constexpr std::uint64_t mask(Enum member) noexcept {
    return std::uint64_t{1} << (static_cast<std::size_t>(member) % 64);
  }

  std::array<std::uint64_t, (Size + 63) / 64> words_{};
};

}  // namespace tornado
