// The scheduling models: what is left to choice in a run. Either what the real loop leaves open, or also what
// other executors do. Laws, schedules and findings say to which model they refer.
#pragma once

#include <cstdint>

namespace tornado {

enum class SchedulingModel : std::uint8_t {
  exact,        ///< the order of the I/O phase, latency, fragmentation, faults
  adversarial,  ///< also: ready callbacks in any order, timers late, equal deadlines in any order
};

}  // namespace tornado
