// The source of replays: answers as a schedule says, whichever way it is written.
#pragma once

#include <optional>
#include <string>

#include "harness/core/constrained_source.hpp"
#include "harness/core/log_source.hpp"
#include "harness/core/schedule.hpp"

namespace windtunnel::core {

/// For one run. The schedule must outlive it.
class ScheduleSource final : public tornado::ChoiceSource {
 public:
  explicit ScheduleSource(const Schedule& schedule, LogMode mode = LogMode::nearest)
      : log_(schedule.choices, mode) {
    if (schedule.named()) constrained_.emplace(schedule);
  }

  std::uint32_t choose(const tornado::ChoicePoint& point) override {
    return constrained_ ? constrained_->choose(point) : log_.choose(point);
  }

  /// Of a run that is over: where it first left the recorded choices.
  std::optional<Divergence> divergence() const {
    return (constrained_ ? constrained_->others() : log_).divergence_of_run();
  }

  /// Of a run that is over, with its steps: what the schedule names and the run did not have, in words; empty
  /// if it had everything.
  std::string misfit(const tornado::StepLog& steps) {
    return constrained_ ? constrained_->misfit(steps) : std::string();
  }

 private:
  LogSource log_;
  std::optional<ConstrainedSource> constrained_;
};

}  // namespace windtunnel::core
