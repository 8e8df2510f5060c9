// NetworkAnswers: how one run answers what the network asks: latency, fragments and faults; or what the clock
// asks. Most bugs need none of them or a few, and would be lost among many; so some runs have a quiet
// network, some deviate from it in a few places, as PCT changes priorities in a few places, and some answer
// everything at random.
#pragma once

#include <algorithm>
#include <bit>
#include <cassert>
#include <cstdint>

#include "harness/core/random.hpp"
#include "runtime/sim/choice_source.hpp"

namespace windtunnel::strategies {

/// The answers of one run after another.
class NetworkAnswers {
 public:
  /// A run begins.
  void start() {
    most_asked_ = std::max(most_asked_, asked_);
    asked_ = 0;
  }

  /// Whether the question is the network's.
  static bool is_about(const tornado::ChoicePoint& point) {
    return point.kind == tornado::ChoiceKind::latency || point.kind == tornado::ChoiceKind::fragment ||
           point.kind == tornado::ChoiceKind::fault;
  }

  /// Draws nothing in a run whose network asks nothing.
  std::uint32_t answer(const tornado::ChoicePoint& point, core::Random& random) {
    assert(point.options >= 2);
    if (asked_ == 0) begin(random);
    const std::uint32_t place = asked_++;
    if (manner_ == Manner::random) return random.below(point.options);
    if (left_ == 0 || place != next_) return 0;
    --left_;
    next_ = place + 1 + gap(random);
    // 1 is "it strikes" where the question is whether a fault does.
    return random.below(2) == 0 ? 1 : 1 + random.below(point.options - 1);
  }

 private:
  enum class Manner : std::uint8_t { random, quiet, few, count_ };
  static constexpr std::uint32_t most_deviations = 4;

  void begin(core::Random& random) {
    manner_ = static_cast<Manner>(random.below(static_cast<std::uint32_t>(Manner::count_)));
    left_ = manner_ == Manner::few ? 1 + random.below(most_deviations) : 0;
    next_ = left_ != 0 ? gap(random) : 0;
  }

  // Short gaps are as likely as long ones: what is asked first decides what is asked later.
  std::uint32_t gap(core::Random& random) const {
    const auto lengths = static_cast<std::uint32_t>(std::bit_width(std::max(most_asked_, 1U)));
    return random.below(1U << random.below(lengths + 1));
  }

  Manner manner_ = Manner::random;
  std::uint32_t left_ = 0;   // deviations
  std::uint32_t next_ = 0;   // the question at which the next one is
  std::uint32_t asked_ = 0;  // in this run
  std::uint32_t most_asked_ = 0;
};

}  // namespace windtunnel::strategies
