// The operations of the harness that are counted: what a search or a campaign does over and over.
#pragma once

#include <span>

#include "tests/bench/counts/meter.hpp"

namespace windtunnel::bench {

std::span<const Operation> harness_operations();

}  // namespace windtunnel::bench
