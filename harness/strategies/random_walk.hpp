// RandomWalk: every ready step is equally likely. Simple and fast, but a task of many steps is rarely held
// back for long.
#pragma once

#include "harness/strategies/strategy.hpp"

namespace windtunnel {

class RandomWalk final : public Strategy {
 public:
  bool begin_run(std::uint64_t seed, const Trace& /*trace*/) override {
    random_ = Random(seed);
    return true;
  }
  std::uint32_t choose(const tornado::ChoicePoint& point) override { return random_.below(point.options); }

 private:
  Random random_{0};
};

}  // namespace windtunnel
