#include "harness/findings/decisions.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "harness/core/constrained_source.hpp"
#include "harness/core/run_account.hpp"
#include "harness/core/schedule_source.hpp"

namespace windtunnel::findings {

namespace {

constexpr std::size_t most_decisions = 100'000;

class DecisionRecorder final : public tornado::ChoiceSource {
 public:
  DecisionRecorder(const core::Schedule& schedule, const core::Trace& trace)
      : schedule_(schedule), inner_(schedule, core::LogMode::nearest), trace_(trace) {
    namer_.start();
  }

  std::uint32_t choose(const tornado::ChoicePoint& point) override {
    const std::uint32_t chosen = std::min(inner_.choose(point), point.options - 1);
    if (point.steps != nullptr) note(*point.steps, chosen);
    return chosen;
  }

  std::vector<Decision> take() { return std::move(decisions_); }

 private:
  void note(const tornado::StepLog& steps, std::uint32_t chosen) {
    namer_.look(steps, [this](const tornado::Step& step, const core::StepName& name) {
      if (names_.size() <= step.number) names_.resize(step.number + 1);
      names_[step.number] = name;
    });
    if (decisions_.size() == most_decisions) return;
    Decision decision;
    decision.event = trace_.events.size();
    decision.chosen = chosen;
    for (std::size_t at = 0; at < steps.ready_count(); ++at)
      decision.ready.push_back(core::step_in_words(steps.ready(at), steps));
    decision.why = why(steps, chosen);
    decisions_.push_back(std::move(decision));
  }

  std::string why(const tornado::StepLog& steps, std::uint32_t chosen) const {
    if (chosen == 0) return "it was ready first";
    if (!schedule_.named()) return "the schedule chooses it";
    const core::StepName& passed = names_[steps.ready(0).number];
    for (const core::Constraint& constraint : schedule_.constraints)
      if (core::matches(constraint.held, passed)) return to_text(constraint);
    return "what was ready before is held";
  }

  const core::Schedule& schedule_;
  core::ScheduleSource inner_;
  const core::Trace& trace_;
  core::StepNamer namer_;
  std::vector<core::StepName> names_;  // by number of the step
  std::vector<Decision> decisions_;
};

}  // namespace

DecidedRun decisions_of(const core::Failure& failure, properties::Judge& judge) {
  core::RunOptions options = core::options_of(failure);
  options.name_things = true;
  core::Trace trace;
  DecisionRecorder recorder(failure.schedule, trace);
  const auto violation =
      run_and_judge(failure.subject, recorder, options, judge, trace, failure.program.get());
  return {story_of(trace, violation), recorder.take()};
}

}  // namespace windtunnel::findings
