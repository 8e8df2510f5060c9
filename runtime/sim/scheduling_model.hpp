// The scheduling models: what is left to choice in a run. Either what the real loop leaves open, or also what
// other executors do. Laws, schedules and findings say to which model they refer.
#pragma once

#include <cstdint>

namespace tornado {

/// `contract`, the exact model: the I/O phase, latency, fragmentation, faults. `adversary`, the adversarial
/// model: also ready callbacks in any order, timers late, equal deadlines in any order.
enum class Freedom : std::uint8_t { contract, adversary };

}  // namespace tornado
