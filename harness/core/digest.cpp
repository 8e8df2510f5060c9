#include "harness/core/digest.hpp"

#include <bit>
#include <cstring>
#include <fmt/format.h>

namespace windtunnel::core {

namespace {

constexpr std::size_t word_size = sizeof(std::uint64_t);

// Bytes as a word, the first one lowest: the same on machines of either byte order.
std::uint64_t word_of(const char* bytes, std::size_t count) {
  std::uint64_t word = 0;
  std::memcpy(&word, bytes, count);
  if constexpr (std::endian::native == std::endian::big) word = __builtin_bswap64(word);
  return word;
}

}  // namespace

void Digest::feed(std::string_view bytes) {
  mix(bytes.size());
  while (bytes.size() >= word_size) {
    mix(word_of(bytes.data(), word_size));
    bytes.remove_prefix(word_size);
  }
  if (!bytes.empty()) mix(word_of(bytes.data(), bytes.size()));
}

std::uint64_t Digest::value() const {
  std::uint64_t z = state_;
  z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9U;
  z = (z ^ (z >> 27U)) * 0x94d049bb133111ebU;
  return z ^ (z >> 31U);
}

std::uint64_t digest_of(std::string_view text) {
  Digest digest;
  digest.feed(text);
  return digest.value();
}

std::string hex(std::uint64_t digest) {
  return fmt::format("{:016x}", digest);
}

}  // namespace windtunnel::core
