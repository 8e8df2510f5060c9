// From tree to text, in one canonical form: what generated programs, the corpus and findings look like.
// Parsing the text gives the same program again.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "harness/scenario/tree.hpp"

namespace windtunnel {

/// The scenario's text. With `lines`, the line (from 1) on which each node stands, by NodeId; 0 for nodes
/// that are not part of the program. Throws std::invalid_argument for a tree that no text can mean: a string
/// with a control character other than `\n` and `\t` or that is no UTF-8, a float that is not finite.
std::string print(const Scenario& scenario, std::vector<std::uint32_t>* lines = nullptr);

}  // namespace windtunnel
