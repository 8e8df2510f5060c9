// Two texts in two columns, for people: what each side did, line by line.
#pragma once

#include <string>
#include <string_view>

#include "harness/oracle/comparison.hpp"

namespace windtunnel::oracle {

/// Both results of a difference under a heading; `>` marks the lines that differ. Of long traces only what is
/// around the first different line is shown.
std::string side_by_side(const Difference& difference);

}  // namespace windtunnel::oracle
