// Which faults could strike in one run, and how often each did: those of the simulated network, and the
// operations of World::may_fail. A search adds them up, since a fault that never struck is a reason to
// distrust a clean result.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/sim/network/fault.hpp"

namespace windtunnel::core {

struct RunFaults {
  /// An operation of the user's own that may fail.
  struct Operation {
    std::string name;
    std::uint32_t struck = 0;
  };

  tornado::Faults enabled;                                   ///< of the network
  std::array<std::uint32_t, tornado::fault_count> struck{};  ///< how often each of the network's struck
  std::vector<Operation> operations;                         ///< in the order in which they came

  bool empty() const { return enabled.empty() && operations.empty(); }
  void clear() {
    if (empty()) return;
    enabled = {};
    struck = {};
    operations.clear();
  }

  /// The operation was done once more, and failed or did not.
  void note(std::string_view operation, bool failed) {
    auto at = std::find_if(operations.begin(), operations.end(),
                           [&](const Operation& each) { return each.name == operation; });
    if (at == operations.end()) at = operations.insert(at, {std::string(operation), 0});
    at->struck += failed ? 1U : 0U;
  }
};

}  // namespace windtunnel::core
