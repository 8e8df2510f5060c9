#include "harness/shrink/constrain.hpp"

#include <algorithm>
#include <cassert>
#include <map>
#include <utility>
#include <vector>

#include "harness/core/constrained_source.hpp"
#include "harness/core/log_source.hpp"
#include "harness/core/named_run.hpp"
#include "harness/subjects/world/answer_words.hpp"

namespace windtunnel::shrink {

namespace {

using Constraints = std::vector<core::Constraint>;

bool different_tasks(const core::NamedStep& left, const core::NamedStep& right) {
  return left.step.task != right.step.task;
}

void hold(Constraints& constraints, const core::NamedStep& held, const core::NamedStep& until) {
  if (different_tasks(held, until)) constraints.push_back({held.name, until.name});
}

// What never ran must not run before the last that did.
void hold_the_rest(Constraints& constraints, const core::NamedRun& run) {
  if (run.done.empty()) return;
  for (const core::NamedStep& step : run.left) hold(constraints, step, run.done.back());
}

// The order of the steps that touch the same things, one of them writing: all that can matter. What is not
// known to touch anything may touch everything that is not known either.
Constraints order_of_conflicts(const core::NamedRun& run) {
  struct Last {
    const core::NamedStep* write = nullptr;
    std::vector<const core::NamedStep*> reads;
  };
  std::map<std::uint32_t, Last> by_object;
  Constraints constraints;
  for (const core::NamedStep& step : run.done) {
    Last& last = by_object[step.step.object];
    if (last.write != nullptr) hold(constraints, step, *last.write);
    if (step.step.object != 0 && step.step.touch == tornado::Touch::read) {
      last.reads.push_back(&step);
      continue;
    }
    for (const core::NamedStep* read : last.reads) hold(constraints, step, *read);
    last.reads.clear();
    last.write = &step;
  }
  hold_the_rest(constraints, run);
  return constraints;
}

// The order of all steps, each held until the one before.
Constraints whole_order(const core::NamedRun& run) {
  Constraints constraints;
  for (std::size_t at = 1; at < run.done.size(); ++at) hold(constraints, run.done[at], run.done[at - 1]);
  hold_the_rest(constraints, run);
  return constraints;
}

// Whether its text gives it again: the names are the user's, and may be empty or very long.
bool can_be_written(const core::Schedule& schedule) {
  try {
    return core::parse_schedule(to_text(schedule)) == schedule;
  } catch (const core::ScheduleError&) {
    return false;
  }
}

class Constrainer {
 public:
  Constrainer(const core::Failure& failing, properties::Judge& judge, std::uint32_t most_runs,
              const std::function<bool()>& is_over)
      : failing_(failing), judge_(judge), most_runs_(most_runs), is_over_(is_over) {}

  // Whether there are constraints; then `found` has them.
  bool find(core::Failure& found) {
    core::LogSource recorded(failing_.schedule.choices, core::LogMode::nearest);
    if (!fails_named(recorded) || run_.done.empty()) return false;
    schedule_.choices = run_.others.without_trailing_zeros();
    const core::NamedRun failing = std::move(run_);
    if (!try_constraints({})) {
      if (!try_constraints(order_of_conflicts(failing)) && !try_constraints(whole_order(failing)))
        return false;
      // First what is quickly found: of many tasks that do the same, most are held alike.
      widen(few_tries);
      minimise();
      widen(most_constrain_runs);
      minimise();
    }
    name_answers();
    // Where nothing is named the choices would be read as the answers to all questions.
    if (!schedule_.named() && !schedule_.choices.empty()) return false;
    std::string explanation = explain();
    core::ConstrainedSource choices(schedule_);
    if (!fails_named(choices)) return false;
    // What was answered, which need not be what was recorded under other constraints.
    if (schedule_.answers.empty()) schedule_.choices = run_.others.without_trailing_zeros();
    if (!schedule_.named() && !schedule_.choices.empty()) return false;
    if (!can_be_written(schedule_)) return false;
    found.explanation = std::move(explanation);
    found.schedule = std::move(schedule_);
    found.violation = *violation_;
    return true;
  }

  std::uint32_t runs() const { return runs_; }

 private:
  static constexpr std::uint32_t few_tries = 8;

  // What the explanation will take is left over.
  bool exhausted() const {
    return runs_ + schedule_.constraints.size() + 2 >= most_runs_ || (is_over_ && is_over_());
  }

  bool fails(tornado::ChoiceSource& choices) {
    ++runs_;
    violation_ = run_and_judge(failing_.subject, choices, core::options_of(failing_), judge_, trace_,
                               failing_.program.get());
    return violation_ && violation_->law == failing_.violation.law;
  }

  bool fails_named(tornado::ChoiceSource& choices) {
    core::NamingSource naming(choices);
    const bool failed = fails(naming);
    run_ = naming.finish(trace_.steps);
    return failed;
  }

  bool try_constraints(Constraints constraints) {
    if (exhausted() || constraints.size() > core::constraint_limit) return false;
    core::Schedule candidate{std::move(constraints), schedule_.choices};
    core::ConstrainedSource choices(candidate);
    if (!fails(choices)) return false;
    drop_unused(candidate.constraints, choices.used());
    schedule_.constraints = std::move(candidate.constraints);
    return true;
  }

  // Names the questions that get another answer than 0, which now are known by their places, and leaves out
  // those answers that are not needed.
  void name_answers() {
    if (schedule_.choices.empty() || exhausted()) return;
    core::ConstrainedSource by_place(schedule_);
    if (!fails_named(by_place) || run_.answers.size() > core::constraint_limit) return;
    if (!try_answers(run_.answers)) return;
    for (std::size_t at = schedule_.answers.size(); at-- > 0 && !exhausted();) {
      std::vector<core::Answer> fewer = schedule_.answers;
      fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(at));
      try_answers(std::move(fewer));
    }
  }

  bool try_answers(std::vector<core::Answer> answers) {
    core::Schedule candidate{schedule_.constraints, {}};
    candidate.answers = std::move(answers);
    core::ConstrainedSource choices(candidate);
    if (!fails(choices)) return false;
    schedule_ = std::move(candidate);
    return true;
  }

  // A constraint that held nothing back made no difference.
  static void drop_unused(Constraints& constraints, const std::vector<bool>& used) {
    Constraints kept;
    for (std::size_t at = 0; at < constraints.size(); ++at)
      if (used[at]) kept.push_back(std::move(constraints[at]));
    constraints = std::move(kept);
  }

  // Leaves out pieces, from halves to single ones, until nothing can be left out.
  void minimise() {
    std::size_t before = 0;
    do {
      before = schedule_.constraints.size();
      for (std::size_t piece = std::max<std::size_t>(1, before / 2);; piece /= 2) {
        leave_out(piece);
        if (piece == 1) break;
      }
    } while (schedule_.constraints.size() < before && !exhausted());
  }

  // From the end: what comes late in a run is held by the most.
  void leave_out(std::size_t piece) {
    for (std::size_t end = schedule_.constraints.size(); end > 0 && !exhausted();) {
      const std::size_t first = end > piece ? end - piece : 0;
      Constraints fewer = schedule_.constraints;
      fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(first),
                  fewer.begin() + static_cast<std::ptrdiff_t>(end));
      try_constraints(std::move(fewer));
      end = std::min(first, schedule_.constraints.size());
    }
  }

  // One constraint on all tasks of a kin in the place of several on some of them.
  void widen(std::uint32_t most_tries) {
    for (std::size_t at = 0; at < schedule_.constraints.size() && !exhausted(); ++at) {
      const core::Constraint narrow = schedule_.constraints[at];
      const auto alike = [&](const core::Constraint& other) {
        return core::StepNamer::kin(other.held.task) == core::StepNamer::kin(narrow.held.task) &&
               other.held.action == narrow.held.action;
      };
      if (std::count_if(schedule_.constraints.begin(), schedule_.constraints.end(), alike) < 2) continue;
      if (widen(narrow, alike, most_tries)) at = 0;
    }
  }

  template <class Alike>
  bool widen(const core::Constraint& narrow, Alike alike, std::uint32_t tries) {
    Constraints rest;
    Constraints replaced;
    for (const core::Constraint& each : schedule_.constraints)
      (alike(each) ? replaced : rest).push_back(each);
    // The last of what they wait for comes latest.
    for (std::size_t at = replaced.size(); at-- > 0 && !exhausted();) {
      for (const std::uint32_t occurrence : {narrow.held.occurrence, std::uint32_t{0}}) {
        if (tries-- == 0) return false;
        Constraints candidate = rest;
        candidate.push_back({{core::StepNamer::kin(narrow.held.task), narrow.held.action, occurrence, true},
                             replaced[at].until});
        if (try_constraints(std::move(candidate))) return true;
      }
    }
    return false;
  }

  // Each constraint, and what comes of leaving it out: the nearest run that passes.
  std::string explain() {
    core::ConstrainedSource choices(schedule_);
    if (!fails_named(choices)) return {};
    const core::NamedRun failing = std::move(run_);
    if (!schedule_.named()) return "the law breaks where every step runs in its turn\n";
    std::string words;
    for (std::size_t at = 0; at < schedule_.constraints.size(); ++at) {
      const core::Constraint& constraint = schedule_.constraints[at];
      core::Schedule without = schedule_;
      without.constraints.erase(without.constraints.begin() + static_cast<std::ptrdiff_t>(at));
      core::ConstrainedSource other(without);
      const bool holds = !fails_named(other);
      const auto held = run_.place_of(constraint.held);
      const auto until = run_.place_of(constraint.until);
      const bool turned = holds && held && (!until || *held < *until);
      words += (at == 0 ? "the law breaks if " : "and if ") + shown(constraint.until, failing) +
               " runs before " + shown(constraint.held, failing) +
               (turned  ? "; in the other order it holds\n"
                : holds ? "; else it holds\n"
                        : "\n");
    }
    for (const core::Answer& answer : schedule_.answers)
      words += (words.empty() ? "the law breaks if " : "and if ") + in_words(answer) + "\n";
    return words;
  }

  static std::string shown(const core::StepName& name, const core::NamedRun& run) {
    std::string words = to_text(name);
    std::string place;
    if (const auto at = run.place_of(name)) {
      place = core::place_in_code(run.done[*at].step);
    } else {
      for (const core::NamedStep& step : run.left)
        if (place.empty() && matches(name, step.name)) place = core::place_in_code(step.step);
    }
    if (!place.empty()) words += " (" + place + ")";
    return words;
  }

  const core::Failure& failing_;
  properties::Judge& judge_;
  const std::uint32_t most_runs_;
  const std::function<bool()>& is_over_;
  std::uint32_t runs_ = 0;
  core::Trace trace_;
  core::NamedRun run_;  // the latest with names
  std::optional<core::Violation> violation_;
  core::Schedule schedule_;
};

// How many of a log's choices are not the quiet one.
std::size_t moved(const core::ChoiceLog& log) {
  return static_cast<std::size_t>(
      std::count_if(log.choices().begin(), log.choices().end(),
                    [](const core::Choice& choice) { return choice.index != 0; }));
}

}  // namespace

std::uint32_t constrain(core::Failure& found, properties::Judge& judge, std::uint32_t most_runs,
                        const std::function<bool()>& is_over) {
  assert(found.schedule.constraints.empty());
  const core::Failure failing = found;
  core::Failure constrained = found;
  Constrainer constrainer(failing, judge, most_runs, is_over);
  if (constrainer.find(constrained)) {
    found.explanation = constrained.explanation;
    // Whichever is shorter.
    if (moved(found.schedule.choices) >=
        constrained.schedule.constraints.size() + constrained.schedule.answers.size())
      found = std::move(constrained);
  }
  return constrainer.runs();
}

}  // namespace windtunnel::shrink
