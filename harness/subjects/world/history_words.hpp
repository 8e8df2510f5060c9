// A contradiction in a history, in words.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "harness/subjects/world/history_search.hpp"

namespace windtunnel {

/// Why these calls, at least one of which has returned, cannot be explained; then the calls, one a line.
std::string contradiction_in_words(const JudgedCalls& calls, KeptOrder order,
                                   const std::vector<std::size_t>& shown);

}  // namespace windtunnel
