// HappensBefore: which steps of a run must keep their order: a step comes after the one that made it ready,
// after earlier steps that touched the same objects, and after the steps of earlier epochs. Schedules that
// differ only in the rest are equivalent.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "harness/strategies/footprint.hpp"
#include "runtime/sim/step_log.hpp"

namespace windtunnel::strategies {

/// The order of one run's steps, built one step at a time.
class HappensBefore {
 public:
  void clear() { size_ = 0; }
  std::size_t size() const { return size_; }

  /// Forgets all but the first `size` steps.
  void shorten(std::size_t size) { size_ = std::min(size_, size); }

  /// Adds the next step with its footprint.
  void add(const tornado::Step& step, const Footprint& footprint);

  const Footprint& footprint(std::size_t at) const { return nodes_[at].footprint; }
  std::uint32_t number(std::size_t at) const { return nodes_[at].number; }

  /// Whether the first step comes before the second in every equivalent run.
  bool before(std::size_t first, std::size_t second) const {
    return first < second && ((nodes_[second].before[first / 64] >> (first % 64)) & 1U) != 0;
  }

  /// The earlier steps that race with step `at`: they conflict with it, nothing between them orders them, and
  /// it could have come first.
  void races_of(std::size_t at, std::vector<std::size_t>& races) const;

  /// The number of runs that are equivalent to this one, including itself: the linear extensions of the
  /// order. Empty if finding out would take more than `work_left` units of work; the work that was done is
  /// subtracted.
  std::optional<double> equivalent_runs(std::size_t& work_left) const;

 private:
  struct Node {
    std::uint32_t number = 0;
    std::uint32_t cause = 0;
    std::uint16_t epoch = 0;
    Footprint footprint;
    std::vector<std::uint64_t> before;  // a bitset by place
  };

  std::vector<Node> nodes_;
  std::size_t size_ = 0;
};

}  // namespace windtunnel::strategies
