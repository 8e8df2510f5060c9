// Arranges a drawn module. Only when all of it is drawn is it known which imports, exception classes and
// helpers it needs.
#pragma once

#include <span>

#include "harness/scenario/tree.hpp"

namespace windtunnel::generator {

using namespace scenario;  // what a generator writes

class Draft;

/// Makes the root's children: imports, classes, helpers, Futures, counters, the `definitions` except the
/// last, the statements of `module_block` (0 for none; empty afterwards), and the last definition, which is
/// main.
void lay_out_module(Draft& draft, std::span<const NodeId> definitions, NodeId module_block);

}  // namespace windtunnel::generator
