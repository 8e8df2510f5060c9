// How much of a run is left open to choice: what the real loop leaves open, or also what other executors do.
// Laws, schedules and findings all say which of the two they are about.
#pragma once

#include <cstdint>

namespace tornado {

/// `contract`: the I/O phase, latency, fragmentation, faults. `adversary`: also ready callbacks in any order,
/// timers late, equal deadlines in any order.
enum class Freedom : std::uint8_t { contract, adversary };

}  // namespace tornado
