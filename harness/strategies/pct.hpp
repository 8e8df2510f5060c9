// Pct: probabilistic concurrency testing (Burckhardt et al., ASPLOS 2010). Tasks have random priorities and
// the highest runs; at depth - 1 random places the running task falls below all others. A bug that needs
// `depth` ordered events is found with a probability of at least 1 / (n k^(depth - 1)), for n tasks and k
// decisions. With causal chains instead of tasks (PCTCP, OOPSLA 2018) the bound is 1 / (w^2 k^(depth - 1))
// for w concurrent chains.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "harness/strategies/strategy.hpp"

namespace windtunnel::strategies {

class Pct final : public StepStrategy {
 public:
  /// Which things have priorities.
  enum class Of : std::uint8_t { tasks, chains };

  /// With depth 1 the priorities never change: random priorities.
  explicit Pct(unsigned depth, Of of = Of::tasks) : Pct(depth, depth, of) {}
  /// The depth of each run is drawn from this range, uniformly.
  Pct(unsigned least_depth, unsigned most_depth, Of of = Of::tasks)
      : least_(std::max(1U, least_depth)), most_(std::max(least_, most_depth)), of_(of) {}

  /// The number of runs with that depth.
  std::uint64_t runs_of(unsigned depth) const { return depth < runs_.size() ? runs_[depth] : 0; }

 protected:
  void learn(const tornado::StepLog& steps) override;
  void start() override;
  void ran(const tornado::Step& step, const tornado::StepLog& steps) override;
  void became_ready(const tornado::Step& step, std::uint32_t slot) override;
  std::size_t pick(const tornado::StepLog& steps) override;

 private:
  // Priorities above this are those with which tasks began; below it are those that were lowered, the latest
  // lowest.
  static constexpr std::uint64_t high = std::uint64_t{1} << 63U;

  std::uint32_t owner_of(const tornado::Step& step);
  std::uint64_t& priority_of(std::uint32_t owner);

  const unsigned least_;
  const unsigned most_;
  unsigned depth_ = 1;               // of this run
  std::vector<std::uint64_t> runs_;  // by depth
  const Of of_;
  std::uint32_t decisions_ = 0;       // of this run
  std::uint32_t most_decisions_ = 0;  // of any run so far
  std::uint64_t next_low_ = 0;
  std::vector<std::uint32_t> change_points_;  // ascending
  std::size_t next_change_ = 0;
  std::vector<std::uint64_t> priorities_;  // by task or chain; 0: none yet
  std::vector<std::uint32_t> owners_;      // by step number: its chain
  std::vector<std::uint32_t> tails_;       // by chain: its last step
  std::vector<std::uint32_t> slot_owner_;  // by slot
};

}  // namespace windtunnel::strategies
