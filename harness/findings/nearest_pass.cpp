#include "harness/findings/nearest_pass.hpp"

#include <utility>
#include <vector>

#include "harness/core/schedule_source.hpp"
#include "harness/findings/compare_stories.hpp"

namespace windtunnel::findings {

namespace {

constexpr std::size_t most_passing_tries = 60;
constexpr std::size_t most_events_of_tries = 2'000'000;  // of all tries

class NearestPass {
 public:
  NearestPass(const core::Failure& failure, properties::Judge& judge, const Story& failing)
      : failure_(failure), judge_(judge), failing_(failing) {}

  std::optional<PassingRun> find(const core::ChoiceLog& made) {
    const core::Schedule& schedule = failure_.schedule;
    for (std::size_t at = 0; at < schedule.constraints.size(); ++at) {
      core::Schedule without = schedule;
      without.constraints.erase(without.constraints.begin() + static_cast<std::ptrdiff_t>(at));
      attempt(without);
    }
    for (std::size_t at = 0; at < schedule.answers.size(); ++at) {
      core::Schedule without = schedule;
      without.answers.erase(without.answers.begin() + static_cast<std::ptrdiff_t>(at));
      attempt(without);
    }
    if (!best_) change_choices(made, false);
    if (!best_) change_choices(made, true);
    return std::move(best_);
  }

 private:
  // From the end: what is changed late leaves the most as it was. `any`: the usual choices too.
  void change_choices(const core::ChoiceLog& made, bool any) {
    for (std::size_t at = made.size(); at-- > 0 && !exhausted();) {
      const core::Choice choice = made[at];
      if (!any && choice.index == 0) continue;
      std::vector<core::Choice> choices(made.choices().begin(), made.choices().end());
      choices[at].index = choice.index != 0 ? 0 : 1;
      choices.resize(at + 1);
      attempt(core::Schedule(core::ChoiceLog(choices)));
      if (best_ && any) return;  // earlier changes leave less
    }
  }

  bool exhausted() const { return tries_ >= most_passing_tries || events_ >= most_events_of_tries; }

  void attempt(const core::Schedule& schedule) {
    if (exhausted()) return;
    ++tries_;
    core::RunOptions options = core::options_of(failure_);
    options.name_things = true;
    core::ScheduleSource choices(schedule, core::LogMode::nearest);
    const auto violation =
        run_and_judge(failure_.subject, choices, options, judge_, trace_, failure_.program.get());
    events_ += trace_.events.size();
    if (violation) return;
    Story story = story_of(trace_, std::nullopt);
    const std::size_t different = difference_of(failing_, story).different;
    if (best_ && different >= different_) return;
    different_ = different;
    best_ = PassingRun{std::move(story), trace_.schedule};
  }

  const core::Failure& failure_;
  properties::Judge& judge_;
  const Story& failing_;
  core::Trace trace_;
  std::optional<PassingRun> best_;
  std::size_t different_ = 0;
  std::size_t tries_ = 0;
  std::size_t events_ = 0;
};

}  // namespace

std::optional<PassingRun> nearest_passing_run(const core::Failure& failure, properties::Judge& judge,
                                              const Story& failing, const core::ChoiceLog& made) {
  if (failing.steps.empty()) return std::nullopt;
  return NearestPass(failure, judge, failing).find(made);
}

}  // namespace windtunnel::findings
