// The operations of the runtime that are counted.
#pragma once

#include <span>

#include "tests/bench/counts/meter.hpp"

namespace windtunnel::bench {

std::span<const Operation> runtime_operations();

}  // namespace windtunnel::bench
