#include "runtime/web/sha1.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cassert>
#include <cstddef>
#include <cstdint>

namespace tornado::web {

namespace {

constexpr std::size_t block_size = 64;

using Words = std::array<std::uint32_t, 5>;
using Block = std::array<std::uint8_t, block_size>;

// Big-endian, as everything in SHA-1.
std::uint32_t word_at(const Block& block, std::size_t at) {
  return std::uint32_t{block[at]} << 24U | std::uint32_t{block[at + 1]} << 16U |
         std::uint32_t{block[at + 2]} << 8U | block[at + 3];
}

void add_block(Words& hash, const Block& block) {
  std::array<std::uint32_t, 80> schedule;
  for (std::size_t at = 0; at < 16; ++at) schedule[at] = word_at(block, 4 * at);
  for (std::size_t at = 16; at < 80; ++at) {
    schedule[at] = std::rotl(schedule[at - 3] ^ schedule[at - 8] ^ schedule[at - 14] ^ schedule[at - 16], 1);
  }
  auto [a, b, c, d, e] = hash;
  const auto mix = [&](std::uint32_t mixed, std::uint32_t constant, std::uint32_t word) {
    const std::uint32_t next = std::rotl(a, 5) + mixed + e + constant + word;
    e = d;
    d = c;
    c = std::rotl(b, 30);
    b = a;
    a = next;
  };
  for (std::size_t at = 0; at < 20; ++at) mix((b & c) | (~b & d), 0x5a827999U, schedule[at]);
  for (std::size_t at = 20; at < 40; ++at) mix(b ^ c ^ d, 0x6ed9eba1U, schedule[at]);
  for (std::size_t at = 40; at < 60; ++at) mix((b & c) | (b & d) | (c & d), 0x8f1bbcdcU, schedule[at]);
  for (std::size_t at = 60; at < 80; ++at) mix(b ^ c ^ d, 0xca62c1d6U, schedule[at]);
  hash = {hash[0] + a, hash[1] + b, hash[2] + c, hash[3] + d, hash[4] + e};
}

// What is left of the bytes, the end mark, and their number in bits: one or two blocks.
void add_end(Words& hash, std::string_view rest, std::uint64_t bits) {
  assert(rest.size() < block_size);
  Block block{};
  std::copy(rest.begin(), rest.end(), block.begin());
  block[rest.size()] = 0x80;
  if (rest.size() + 1 > block_size - sizeof bits) {
    add_block(hash, block);
    block = {};
  }
  for (std::size_t at = block_size; at > block_size - sizeof bits; bits >>= 8U) {
    block[--at] = static_cast<std::uint8_t>(bits);
  }
  add_block(hash, block);
}

}  // namespace

std::string sha1_hex(std::string_view bytes) {
  Words hash{0x67452301U, 0xefcdab89U, 0x98badcfeU, 0x10325476U, 0xc3d2e1f0U};
  const std::uint64_t bits = std::uint64_t{bytes.size()} * 8;
  for (; bytes.size() >= block_size; bytes.remove_prefix(block_size)) {
    Block block;
    std::copy_n(bytes.begin(), block_size, block.begin());
    add_block(hash, block);
  }
  add_end(hash, bytes, bits);
  constexpr const char* digits = "0123456789abcdef";
  std::string text;
  for (const std::uint32_t word : hash) {
    for (unsigned shift = 32; shift > 0; shift -= 4) text += digits[(word >> (shift - 4U)) & 15U];
  }
  assert(text.size() == 40);
  return text;
}

}  // namespace tornado::web
