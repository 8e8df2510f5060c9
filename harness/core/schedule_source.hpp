// The source of replays: answers as a schedule says, whichever way it is written.
#pragma once

#include <optional>

#include "harness/core/constrained_source.hpp"
#include "harness/core/log_source.hpp"
#include "harness/core/schedule.hpp"

namespace windtunnel::core {

/// For one run. The schedule must outlive it.
class ScheduleSource final : public tornado::ChoiceSource {
 public:
  explicit ScheduleSource(const Schedule& schedule, LogMode mode = LogMode::nearest)
      : log_(schedule.choices, mode) {
    if (!schedule.constraints.empty()) constrained_.emplace(schedule);
  }

  std::uint32_t choose(const tornado::ChoicePoint& point) override {
    return constrained_ ? constrained_->choose(point) : log_.choose(point);
  }

  /// The first question that was not the recorded one. Constraints fit whatever is asked.
  const std::optional<Divergence>& divergence() const { return log_.divergence(); }

 private:
  LogSource log_;
  std::optional<ConstrainedSource> constrained_;
};

}  // namespace windtunnel::core
