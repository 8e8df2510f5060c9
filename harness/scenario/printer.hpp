// The printer: from tree to text, in one canonical form. Generated programs, the corpus and findings look
// like this. Parsing the text gives the same program again.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "harness/scenario/tree.hpp"

namespace windtunnel::scenario {

/// The scenario's text. With `lines`, stores by NodeId the line (from 1) of each node; 0 for nodes that are
/// not part of the program. Throws std::invalid_argument for a tree that no text can express: a string that
/// is not UTF-8 or has a control character other than `
/// ` and `\t`, a float that is not finite.
std::string print(const Scenario& scenario, std::vector<std::uint32_t>* lines = nullptr);

}  // namespace windtunnel::scenario
