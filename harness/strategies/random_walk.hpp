// RandomWalk: every ready step is equally likely. Simple and fast, but a task of many steps is rarely held
// back for long.
#pragma once

#include "harness/strategies/strategy.hpp"

namespace windtunnel::strategies {

class RandomWalk final : public Strategy {
 public:
  bool begin_run(std::uint64_t seed, const core::Trace& /*trace*/) override {
    random_ = core::Random(seed);
    return true;
  }
  std::uint32_t choose(const tornado::ChoicePoint& point) override { return random_.below(point.options); }

 private:
  core::Random random_{0};
};

}  // namespace windtunnel::strategies
