// Random at first, fair from there on: a random prefix brings the run somewhere, then steps run first in,
// first out, and nothing goes wrong any more. What goes on for ever under such conditions is a livelock, not
// the victim of an unfair schedule.
#pragma once

#include <cstdint>

#include "harness/strategies/strategy.hpp"

namespace windtunnel::strategies {

class FairSuffix final : public Strategy {
 public:
  static constexpr std::uint32_t longest_prefix = 200;  ///< questions that are answered at random at most

  bool begin_run(std::uint64_t seed, const core::Trace& /*trace*/) override {
    random_ = core::Random(seed);
    // The first run is fair from its beginning.
    left_ = first_ ? 0 : random_.below(longest_prefix + 1);
    first_ = false;
    return true;
  }

  std::uint32_t choose(const tornado::ChoicePoint& point) override {
    if (left_ == 0) return 0;
    --left_;
    return random_.below(point.options);
  }

 private:
  core::Random random_{0};
  std::uint32_t left_ = 0;
  bool first_ = true;
};

}  // namespace windtunnel::strategies
