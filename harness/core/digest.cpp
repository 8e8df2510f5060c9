#include "harness/core/digest.hpp"

#include <fmt/format.h>

namespace windtunnel::core {

void Digest::feed(std::string_view bytes) {
  mix(bytes.size());
  std::uint64_t word = 0;
  unsigned filled = 0;
  for (char byte : bytes) {
    // Byte by byte into words, lowest first: the same on machines of either byte order.
    word |= static_cast<std::uint64_t>(static_cast<unsigned char>(byte)) << (8 * filled);
    if (++filled == 8) {
      mix(word);
      word = 0;
      filled = 0;
    }
  }
  if (filled != 0) mix(word);
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
