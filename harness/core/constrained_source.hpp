// The source that runs a schedule of constraints.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "harness/core/log_source.hpp"
#include "harness/core/schedule.hpp"
#include "runtime/sim/choice_source.hpp"

namespace windtunnel::core {

/// Answers with the first step that is not held, and with the first of all if every one is. A question about
/// anything else gets the answer that names it, or one of the other choices, the nearest where they do not
/// fit. The schedule must outlive it, and each run needs a source of its own.
class ConstrainedSource final : public tornado::ChoiceSource {
 public:
  explicit ConstrainedSource(const Schedule& schedule)
      : schedule_(&schedule), others_(schedule.choices), released_(schedule.constraints.size()) {}

  std::uint32_t choose(const tornado::ChoicePoint& point) override;

  /// What answers the questions that are not about steps.
  const LogSource& others() const { return others_; }

  /// Of a run that is over, with its steps: what the schedule names and the run did not have, in words: a
  /// step of a constraint, a question, or its number of options. Empty if it had everything.
  std::string misfit(const tornado::StepLog& steps);

  /// Which constraints held a step back in this run, by their places.
  const std::vector<bool>& used() const { return used_; }

 private:
  // What the constraints say of a step.
  struct Role {
    std::uint32_t number = 0;
    std::vector<std::uint32_t> held_by;
    std::vector<std::uint32_t> releases;
  };

  std::uint32_t answer(const tornado::ChoicePoint& point);
  void look(const tornado::StepLog& steps);
  bool is_held(std::uint32_t number);

  const Schedule* schedule_;
  LogSource others_;
  QuestionCounter questions_;
  std::vector<std::uint32_t> asked_ = std::vector<std::uint32_t>(
      schedule_->answers.size());  // the options of each answer's question; 0: not asked
  StepNamer namer_;
  std::vector<Role> roles_;  // of the steps that have any, by number
  std::vector<bool> released_;
  std::vector<bool> used_ = released_;
  std::vector<bool> held_seen_ = released_;   // whether a step has that name
  std::vector<bool> until_seen_ = released_;  // likewise
  std::size_t done_seen_ = 0;
};

/// Whether that step is one of those named.
bool matches(const StepName& pattern, const StepName& step);

}  // namespace windtunnel::core
