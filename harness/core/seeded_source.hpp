// The source of property tests: every answer equally likely, drawn from one seed.
#pragma once

#include "harness/core/random.hpp"
#include "runtime/sim/choice_source.hpp"

namespace windtunnel::core {

/// Answers at random; the same seed gives the same answers to the same questions on every machine.
class SeededSource final : public tornado::ChoiceSource {
 public:
  explicit SeededSource(std::uint64_t seed) : random_(seed) {}

  std::uint32_t choose(const tornado::ChoicePoint& point) override { return random_.below(point.options); }

 private:
  Random random_;
};

}  // namespace windtunnel::core
