// Guided: random runs that begin as the runs did that came nearest to a goal (World::reach). What takes many
// rare decisions in a row is found one decision after another, because each that brought a run nearer is
// kept.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "harness/core/random.hpp"
#include "harness/strategies/strategy.hpp"

namespace windtunnel::strategies {

/// Without goals, a random walk.
class Guided final : public Strategy {
 public:
  bool begin_run(std::uint64_t seed, const core::Trace& trace) override;
  std::uint32_t choose(const tornado::ChoicePoint& point) override;
  void end_run(const core::Trace& trace) override { saw(trace); }
  void saw(const core::Trace& trace) override;
  bool applies() const override { return !goals_.empty(); }

 private:
  // The choices that led to the best of one goal, and to the best before it.
  struct Goal {
    std::string words;
    double best;
    std::vector<core::Choice> latest;
    std::vector<core::Choice> before;
  };

  core::Random random_{0};
  std::vector<Goal> goals_;
  std::vector<core::Choice> beginning_;  // of this run
  std::size_t asked_ = 0;
};

}  // namespace windtunnel::strategies
