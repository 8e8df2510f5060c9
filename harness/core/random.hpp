// Our own generator of random numbers: the same numbers for the same seed on every compiler and every
// machine, for ever. What the standard library's distributions draw differs between implementations, so none
// of them is used.
#pragma once

#include <array>
#include <bit>
#include <cstdint>

namespace windtunnel::core {

/// One step of splitmix64: moves `state` on and returns 64 mixed bits.
constexpr std::uint64_t splitmix64(std::uint64_t& state) {
  state += 0x9e3779b97f4a7c15U;
  std::uint64_t mixed = state;
  mixed = (mixed ^ (mixed >> 30U)) * 0xbf58476d1ce4e5b9U;
  mixed = (mixed ^ (mixed >> 27U)) * 0x94d049bb133111ebU;
  return mixed ^ (mixed >> 31U);
}

/// The seed of the `index`-th of many independent streams under one seed: run 7 of seed 42 can be had without
/// runs 0 to 6.
constexpr std::uint64_t derive(std::uint64_t seed, std::uint64_t index) {
  std::uint64_t state = seed;
  state = splitmix64(state) ^ (index * 0xd1342543de82ef95U);
  return splitmix64(state);
}

/// xoshiro256**, seeded by splitmix64.
class Random {
 public:
  explicit constexpr Random(std::uint64_t seed) {
    for (std::uint64_t& word : state_) word = splitmix64(seed);
  }

  /// 64 random bits.
  constexpr std::uint64_t next() {
    const std::uint64_t result = std::rotl(state_[1] * 5, 7) * 9;
    const std::uint64_t shifted = state_[1] << 17U;
    state_[2] ^= state_[0];
    state_[3] ^= state_[1];
    state_[1] ^= state_[2];
    state_[0] ^= state_[3];
    state_[2] ^= shifted;
    state_[3] = std::rotl(state_[3], 45);
    return result;
  }

  /// A number below `bound` (at least 1), each equally likely: Lemire's method, which divides only in the
  /// rare case that a draw may have to be thrown away.
  constexpr std::uint32_t below(std::uint32_t bound) {
    std::uint64_t product = (next() >> 32U) * bound;
    auto low = static_cast<std::uint32_t>(product);
    if (low < bound) {
      const std::uint32_t threshold = (0U - bound) % bound;
      while (low < threshold) {
        product = (next() >> 32U) * bound;
        low = static_cast<std::uint32_t>(product);
      }
    }
    return static_cast<std::uint32_t>(product >> 32U);
  }

 private:
  std::array<std::uint64_t, 4> state_{};
};

}  // namespace windtunnel::core
