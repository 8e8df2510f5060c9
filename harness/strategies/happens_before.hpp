// Which steps of a run must come in the order in which they came: those that made others ready, those that
// touched the same things, those of an earlier era. What is left open is what makes schedules equivalent.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "harness/strategies/footprint.hpp"
#include "runtime/sim/step_log.hpp"

namespace windtunnel {

/// The order of one run's steps, built step by step.
class HappensBefore {
 public:
  void clear() { size_ = 0; }
  std::size_t size() const { return size_; }

  /// Forgets all but the first `size` steps.
  void shorten(std::size_t size) { size_ = std::min(size_, size); }

  /// The next step, and what it touched.
  void add(const tornado::Step& step, const Footprint& footprint);

  const Footprint& footprint(std::size_t at) const { return nodes_[at].footprint; }
  std::uint32_t number(std::size_t at) const { return nodes_[at].number; }

  /// Whether the first comes before the second in every equivalent run.
  bool before(std::size_t first, std::size_t second) const {
    return first < second && ((nodes_[second].before[first / 64] >> (first % 64)) & 1U) != 0;
  }

  /// The earlier steps that race with that one: they conflict, nothing between them orders them, and it could
  /// have come first.
  void races_of(std::size_t at, std::vector<std::size_t>& races) const;

  /// How many runs are equivalent to this one, itself among them: the linear extensions of the order. Nothing
  /// if finding out would take more than `work_left` steps of work, of which those done are taken away.
  std::optional<double> equivalent_runs(std::size_t& work_left) const;

 private:
  struct Node {
    std::uint32_t number = 0;
    std::uint32_t cause = 0;
    std::uint16_t era = 0;
    Footprint footprint;
    std::vector<std::uint64_t> before;  // by place, a bit each
  };

  std::vector<Node> nodes_;
  std::size_t size_ = 0;
};

}  // namespace windtunnel
