// The source of exhaustive checks: run after run it counts through every sequence of answers that the
// questions allow, like the wheels of an odometer.
#pragma once

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "harness/core/choice_log.hpp"
#include "runtime/sim/choice_source.hpp"

namespace windtunnel::core {

/// Enumerates: `OdometerSource odometer; do run(odometer); while (odometer.next());` makes one run for each
/// sequence of answers, provided that equal answers are followed by equal questions.
class OdometerSource final : public tornado::ChoiceSource {
 public:
  /// Only the first `depth` questions of a run are varied; the others are answered 0.
  explicit OdometerSource(std::size_t depth = choice_limit) : depth_(depth) {}

  std::uint32_t choose(const tornado::ChoicePoint& point) override {
    assert(point.options >= 2);
    if (asked_ == depth_) {
      truncated_ = true;
      return 0;
    }
    if (asked_ == frames_.size()) {
      frames_.push_back({0, point.options});
    } else if (frames_[asked_].bound != point.options) {
      deterministic_ = false;
      frames_[asked_].bound = point.options;
      frames_[asked_].value = std::min(frames_[asked_].value, point.options - 1);
    }
    return frames_[asked_++].value;
  }

  /// Goes to the next sequence; false when there is none left. Call it between runs.
  bool next() {
    if (asked_ < frames_.size()) {
      deterministic_ = false;
      frames_.resize(asked_);
    }
    asked_ = 0;
    while (!frames_.empty()) {
      if (++frames_.back().value < frames_.back().bound) return true;
      frames_.pop_back();
    }
    return false;
  }

  /// Whether some run asked more than `depth` questions: then the enumeration is not complete.
  bool truncated() const { return truncated_; }

  /// Whether equal answers were followed by equal questions in every run so far.
  bool deterministic() const { return deterministic_; }

 private:
  struct Frame {
    std::uint32_t value;
    std::uint32_t bound;
  };

  std::vector<Frame> frames_;
  std::size_t asked_ = 0;
  std::size_t depth_;
  bool truncated_ = false;
  bool deterministic_ = true;
};

}  // namespace windtunnel::core
