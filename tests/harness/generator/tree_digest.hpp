// A digest of a program that depends only on its text, not on the numbers of nodes or words.
#pragma once

#include <bit>
#include <cstdint>

#include "harness/scenario/tree.hpp"

namespace windtunnel::generator {

/// Adds `value` to a digest (FNV-1a over its eight bytes).
inline std::uint64_t digest_of(std::uint64_t digest, std::uint64_t value) {
  for (int byte = 0; byte < 8; ++byte) digest = (digest ^ ((value >> (byte * 8)) & 0xffU)) * 0x100000001b3U;
  return digest;
}

/// Adds the program below `at` to a digest, preorder.
inline std::uint64_t digest_of(std::uint64_t digest, const scenario::Scenario& tree, scenario::NodeId at) {
  const scenario::Node& node = tree[at];
  digest = digest_of(digest, static_cast<std::uint64_t>(node.kind) * 256 + node.flag);
  for (char byte : tree.words.text(node.name)) digest = digest_of(digest, static_cast<unsigned char>(byte));
  if (node.kind == scenario::NodeKind::integer)
    digest = digest_of(digest, static_cast<std::uint64_t>(node.integer));
  if (node.kind == scenario::NodeKind::real)
    digest = digest_of(digest, std::bit_cast<std::uint64_t>(node.real));
  for (scenario::NodeId child : children_of(tree, at)) digest = digest_of(digest, tree, child);
  return digest_of(digest, 0xffff);
}

}  // namespace windtunnel::generator
