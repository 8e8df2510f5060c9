// How a subject and a strategy are measured: schedules until the first failure, and schedules a second.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "harness/core/subject.hpp"
#include "harness/strategies/strategy.hpp"

namespace windtunnel::search_bench {

/// How many schedules the strategy runs until one fails; nothing if `most` schedules or its last one came
/// first.
std::optional<std::uint64_t> schedules_to_failure(const core::Subject& subject,
                                                  strategies::Strategy& strategy, std::uint64_t seed,
                                                  std::uint64_t most);

struct Speed {
  double schedules = 0;  ///< a second of CPU time
  double steps = 0;      ///< a second of CPU time
  double steps_each = 0;
};

/// The best of several turns: other work on the machine only takes away.
Speed speed(const core::Subject& subject, const std::string& strategy_name);

}  // namespace windtunnel::search_bench
