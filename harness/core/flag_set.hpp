// A set of enumerators, as a few words of bits.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>

namespace windtunnel {

/// A set of the values of an enum with fewer than `Size` of them.
template <class Enum, std::size_t Size>
class FlagSet {
 public:
  constexpr FlagSet() = default;
  constexpr FlagSet(std::initializer_list<Enum> members) {
    for (Enum member : members) words_[word(member)] |= mask(member);
  }
  constexpr bool has(Enum member) const { return (words_[word(member)] & mask(member)) != 0; }
  constexpr FlagSet without(FlagSet other) const {
    FlagSet rest = *this;
    for (std::size_t at = 0; at < words_.size(); ++at) rest.words_[at] &= ~other.words_[at];
    return rest;
  }
  constexpr bool empty() const { return words_ == Words{}; }

 private:
  using Words = std::array<std::uint64_t, (Size + 63) / 64>;

  static constexpr std::size_t word(Enum member) { return static_cast<std::size_t>(member) / 64; }
  static constexpr std::uint64_t mask(Enum member) {
    return std::uint64_t{1} << (static_cast<std::size_t>(member) % 64);
  }

  Words words_{};
};

}  // namespace windtunnel
