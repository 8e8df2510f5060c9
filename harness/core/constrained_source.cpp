#include "harness/core/constrained_source.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace windtunnel::core {

bool matches(const StepName& pattern, const StepName& step) {
  if (pattern.occurrence != 0 && pattern.occurrence != step.occurrence) return false;
  if (pattern.action != "any" && pattern.action != step.action) return false;
  return pattern.any_of_kin ? pattern.task == StepNamer::kin(step.task) : pattern.task == step.task;
}

std::uint32_t ConstrainedSource::choose(const tornado::ChoicePoint& point) {
  if (point.steps == nullptr) return answer(point);
  const tornado::StepLog& steps = *point.steps;
  look(steps);
  for (std::uint32_t at = 0; at < point.options; ++at)
    if (!is_held(steps.ready(at).number)) return at;
  return 0;
}

std::uint32_t ConstrainedSource::answer(const tornado::ChoicePoint& point) {
  if (schedule_->answers.empty()) return others_.choose(point);
  const std::uint32_t occurrence = questions_.count(point);
  for (std::size_t at = 0; at < schedule_->answers.size(); ++at) {
    const Answer& each = schedule_->answers[at];
    if (each.kind != point.kind || each.occurrence != occurrence || each.site != point.site) continue;
    asked_[at] = point.options;
    return std::min(each.index, point.options - 1);
  }
  return others_.choose(point);
}

void ConstrainedSource::look(const tornado::StepLog& steps) {
  namer_.look(steps, [this](const tornado::Step& step, const StepName& name) {
    Role role;
    role.number = step.number;
    for (std::uint32_t at = 0; at < schedule_->constraints.size(); ++at) {
      if (matches(schedule_->constraints[at].held, name)) role.held_by.push_back(at);
      if (matches(schedule_->constraints[at].until, name)) role.releases.push_back(at);
    }
    for (const std::uint32_t at : role.held_by) held_seen_[at] = true;
    for (const std::uint32_t at : role.releases) until_seen_[at] = true;
    if (!role.held_by.empty() || !role.releases.empty()) roles_.push_back(std::move(role));
  });
  for (const auto done = steps.done(); done_seen_ < done.size(); ++done_seen_) {
    const auto role =
        std::lower_bound(roles_.begin(), roles_.end(), done[done_seen_].number,
                         [](const Role& each, std::uint32_t number) { return each.number < number; });
    if (role == roles_.end() || role->number != done[done_seen_].number) continue;
    for (const std::uint32_t at : role->releases) released_[at] = true;
  }
}

std::string ConstrainedSource::misfit(const tornado::StepLog& steps) {
  look(steps);
  const auto without = [](const StepName& step) {
    return fmt::format("the schedule names the step {}, which the run does not have", to_text(step));
  };
  for (std::size_t at = 0; at < schedule_->constraints.size(); ++at) {
    const Constraint& constraint = schedule_->constraints[at];
    if (!held_seen_[at]) return without(constraint.held);
    if (!until_seen_[at]) return without(constraint.until);
  }
  for (std::size_t at = 0; at < schedule_->answers.size(); ++at) {
    const Answer& answer = schedule_->answers[at];
    if (asked_[at] == 0)
      return fmt::format("the schedule says `{}`, but the run does not ask for that", to_text(answer));
    if (answer.options != 0 && answer.options != asked_[at])
      return fmt::format("the schedule says `{}`, but the run has {} options there", to_text(answer),
                         asked_[at]);
  }
  return {};
}

bool ConstrainedSource::is_held(std::uint32_t number) {
  const auto role =
      std::lower_bound(roles_.begin(), roles_.end(), number,
                       [](const Role& each, std::uint32_t wanted) { return each.number < wanted; });
  if (role == roles_.end() || role->number != number) return false;
  for (const std::uint32_t at : role->held_by) {
    if (released_[at]) continue;
    used_[at] = true;
    return true;
  }
  return false;
}

}  // namespace windtunnel::core
