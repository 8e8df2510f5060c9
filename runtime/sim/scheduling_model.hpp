// The scheduling models: what is left to choice in a run. Each model is one that a real executor can show.
// Laws, schedules and findings say to which model they refer.
#pragma once

#include <cstddef>
#include <cstdint>

namespace tornado {

/// What may vary. Each model leaves open what the one before it does.
enum class SchedulingModel : std::uint8_t {
  /// What the real loop leaves open when code takes no time: external events, the order of ready descriptors,
  /// latency, fragmentation and faults of the network.
  exact,
  /// Code takes time: a deadline may fall between two steps. Timers run late by at most the time of one step.
  /// Equal deadlines, and a timer and I/O that are due at one time, come in either order.
  realistic,
  /// Ready callbacks run in any order, timers late by any time.
  adversarial,
};

inline constexpr std::size_t scheduling_model_count = 3;

}  // namespace tornado
