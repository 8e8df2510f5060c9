// How often the faults of a search struck, over all of its runs.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "harness/core/run_faults.hpp"

namespace windtunnel::engine {

/// Counts of one stream of a search, or of several together. A fault is told apart by its name: that of the
/// network's fault, or that of an operation of World::may_fail.
struct FaultFigures {
  /// How many names a search counts.
  static constexpr std::size_t most = 1000;

  struct Count {
    std::string name;
    std::uint64_t runs = 0;    ///< in which it could strike
    std::uint64_t struck = 0;  ///< how often it did

    bool operator==(const Count&) const = default;
  };

  std::vector<Count> counts;  ///< in the order in which they came

  /// One more run.
  void add(const core::RunFaults& faults);
  FaultFigures& operator+=(const FaultFigures& other);

 private:
  void add(std::string_view name, std::uint64_t runs, std::uint64_t struck);
};

}  // namespace windtunnel::engine
