// The source of replays: answers as a log says, and remembers where the run first asked something else.
#pragma once

#include <algorithm>
#include <cassert>
#include <cstdint>
#include <optional>

#include "harness/core/choice_log.hpp"

namespace windtunnel::core {

/// What a replay does once the run asks for another kind or another number of options than was recorded.
enum class LogMode : std::uint8_t {
  strict,   ///< answers 0 from there on: what follows is not the recorded run
  nearest,  ///< carries on: each recorded index, an index past the end counting as the last option
};

/// Where a replayed run first left its log.
struct Divergence {
  std::size_t step = 0;  ///< the choice's position in the log, from 0
  Choice recorded;
  tornado::ChoiceKind found_kind = tornado::ChoiceKind::external;
  std::uint32_t found_options = 0;  ///< 0: the run ended before it asked
};

/// Answers from a log, which must outlive it. Beyond the log's end it answers 0.
class LogSource final : public tornado::ChoiceSource {
 public:
  explicit LogSource(const ChoiceLog& log, LogMode mode = LogMode::nearest) : log_(&log), mode_(mode) {}

  std::uint32_t choose(const tornado::ChoicePoint& point) override {
    assert(point.options >= 2);
    const std::size_t step = step_++;
    if (step >= log_->size()) return 0;
    const Choice& recorded = (*log_)[step];
    if (!divergence_ && (recorded.kind != point.kind || recorded.options != point.options)) {
      divergence_ = Divergence{step, recorded, point.kind, point.options};
    }
    if (divergence_ && mode_ == LogMode::strict) return 0;
    return std::min(recorded.index, point.options - 1);
  }

  /// The first question that was not the recorded one. Asking beyond the log's end is none.
  const std::optional<Divergence>& divergence() const { return divergence_; }

  /// Of a run that is over: divergence(), or the first recorded answer other than 0 for which the run did not
  /// ask. A recorded 0 is what every question gets beyond the log's end.
  std::optional<Divergence> divergence_of_run() const {
    if (divergence_) return divergence_;
    for (std::size_t at = step_; at < log_->size(); ++at)
      if ((*log_)[at].index != 0) return Divergence{at, (*log_)[at]};
    return std::nullopt;
  }

  /// How many questions were asked; a complete replay asks exactly the log's size.
  std::size_t asked() const { return step_; }

 private:
  const ChoiceLog* log_;
  LogMode mode_;
  std::size_t step_ = 0;
  std::optional<Divergence> divergence_;
};

}  // namespace windtunnel::core
