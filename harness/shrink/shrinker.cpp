#include "harness/shrink/shrinker.hpp"

#include <algorithm>
#include <bit>
#include <cassert>
#include <optional>
#include <tuple>
#include <utility>
#include <vector>

#include "harness/engine/isolated_run.hpp"
#include "harness/scenario/parser.hpp"
#include "harness/scenario/printer.hpp"
#include "harness/shrink/constrain.hpp"
#include "harness/shrink/edits.hpp"
#include "harness/subjects/scenario_subject.hpp"

namespace windtunnel::shrink {

namespace {

constexpr std::uint32_t most_hung_runs = 20;

class Shrinker {
 public:
  Shrinker(core::Failure& best, properties::Judge& judge, const ShrinkLimits& limits)
      : best_(best), judge_(judge), limits_(limits), most_runs_(limits.runs) {
    if (best_.schedule.named()) write_as_choices();
    best_.explanation.clear();
    tried_ = best_;
    if (best_.program) program_ = compacted(*best_.program);
  }

  // Each pass makes the program smaller, or as small and its schedule simpler, so they come to an end.
  ShrinkReport shrink() {
    lower_phase_limit();
    if (best_.program) take(subjects::case_of(program_));
    cut_schedule();
    for (std::uint32_t before = ~0U; before != report_.accepted && !exhausted();) {
      before = report_.accepted;
      if (best_.program) shrink_program();
      shrink_schedule();
      // Once more, with schedules that a smaller program may need: its own have shifted.
      if (before == report_.accepted && best_.program && !std::exchange(thorough_, true)) before = ~0U;
    }
    constrain_schedule();
    assert(report_.runs <= limits_.runs);
    return report_;
  }

 private:
  using Clock = std::chrono::steady_clock;

  bool exhausted() const { return report_.runs >= most_runs_ || out_of_time(); }

  // Constraints are found anew at the end.
  void write_as_choices() {
    if (rules::ends_the_process(best_.violation.law)) {
      best_.schedule = engine::run_isolated(best_).schedule;
    } else {
      run(best_, judge_, trace_);
      best_.schedule = trace_.schedule;
    }
  }

  void beat() const {
    if (limits_.pulse != nullptr) limits_.pulse->fetch_add(1, std::memory_order_relaxed);
  }

  bool out_of_time() const { return limits_.time && Clock::now() - begin_ >= *limits_.time; }

  // A run that a limit ends takes as long as the limit says. Most of its candidates show the same under a
  // much lower one; each that is accepted is run under the real one too.
  void lower_phase_limit() {
    constexpr std::uint32_t low = 1000;
    if (rules::ends_the_process(best_.violation.law) || best_.phase_limit <= low || most_runs_ < 2) return;
    if (!fails(best_.schedule.choices) || !trace_.livelock) return;
    tried_.phase_limit = low;
    if (!fails(best_.schedule.choices)) tried_.phase_limit = best_.phase_limit;
  }

  // Of the case, whatever it is, subject and program are the best now.
  void take(const core::Case& smaller) {
    tried_.subject = best_.subject = smaller.subject;
    tried_.program = best_.program = smaller.program;
  }

  void shrink_program() {
    const auto only = [](auto edit) {
      return [edit](scenario::Scenario& scenario, Place place, unsigned which) {
        return which == 0 && edit(scenario, place);
      };
    };
    remove_statements();
    edit_places(unwrap);
    edit_places(only(inline_call));
    edit_places(only(inline_variable));
    edit_places(only(drop_parameter));
    edit_places(only(drop_part));
    edit_places(simplify_value);
  }

  // Takes the candidate if it still fails: under the schedule as it stands, or under the quiet one.
  bool try_program(const scenario::Scenario& edited) {
    std::optional<core::Case> candidate = compiled(edited);
    if (!candidate || weight(*candidate->program) >= weight(program_)) return false;
    tried_.subject = candidate->subject;
    tried_.program = candidate->program;
    const bool still = fails(best_.schedule.choices) ||
                       (!best_.schedule.choices.empty() && fails(core::ChoiceLog())) ||
                       (thorough_ && fails_with_one_deviation());
    if (!still || !is_confirmed()) {
      take(best_);
      return false;
    }
    program_ = *candidate->program;
    take(*candidate);
    accept();
    return true;
  }

  // Of the quiet run's choices, one is another one. The quiet run was the latest.
  bool fails_with_one_deviation() {
    constexpr std::size_t most_places = 16;
    constexpr std::uint32_t most_options = 4;
    const core::ChoiceLog quiet = trace_.schedule;
    for (std::size_t at = 0; at < std::min(quiet.size(), most_places); ++at) {
      for (std::uint32_t index = 1; index < std::min(quiet[at].options, most_options); ++index) {
        std::vector<core::Choice> choices = copy_of(quiet);
        choices.resize(at + 1);
        choices[at].index = index;
        if (fails(core::ChoiceLog(choices))) return true;
      }
    }
    return false;
  }

  // As constraints, if that is shorter.
  void constrain_schedule() {
    if (rules::ends_the_process(best_.violation.law) || exhausted() || best_.schedule.choices.empty()) return;
    core::Failure constrained = best_;
    constrained.phase_limit = tried_.phase_limit;
    report_.runs +=
        constrain(constrained, judge_, std::min(most_constrain_runs, most_runs_ - report_.runs), [this] {
          beat();
          return out_of_time();
        });
    if (constrained.explanation.empty()) return;
    constrained.phase_limit = best_.phase_limit;
    if (tried_.phase_limit != best_.phase_limit) {
      // Under the real limit the run is longer.
      const std::optional<core::Violation> violation = run(constrained, judge_, trace_);
      if (!violation || violation->law != best_.violation.law) return;
      constrained.violation = *violation;
    }
    best_ = std::move(constrained);
  }

  bool try_schedule(const core::ChoiceLog& schedule) {
    if (!fails(schedule) || !simpler(trace_.schedule, best_.schedule.choices) || !is_confirmed())
      return false;
    accept();
    return true;
  }

  // Edits can leave what is no scenario, such as a bare raise outside its handler: only what parses is tried.
  static std::optional<core::Case> compiled(const scenario::Scenario& edited) {
    try {
      return subjects::case_of(scenario::parse(print(edited), "candidate"), "candidate");
    } catch (const std::exception&) {
      return std::nullopt;
    }
  }

  bool fails(const core::ChoiceLog& schedule) {
    if (exhausted()) return false;
    ++report_.runs;
    beat();
    tried_.schedule.choices = schedule;
    if (rules::ends_the_process(best_.violation.law)) return ends_the_process();
    violation_ = run(tried_, judge_, trace_);
    return violation_ && violation_->law == best_.violation.law;
  }

  // Whether the run that failed does so under the real limit too.
  bool is_confirmed() {
    if (tried_.phase_limit == best_.phase_limit) return true;
    core::Case confirmed = tried_;
    confirmed.phase_limit = best_.phase_limit;
    confirmed.schedule.choices = trace_.schedule;
    violation_ = run(confirmed, judge_, trace_);
    return violation_ && violation_->law == best_.violation.law;
  }

  bool ends_the_process() {
    engine::IsolatedRun isolated = engine::run_isolated(tried_);
    trace_.schedule = std::move(isolated.schedule);
    violation_ = std::move(isolated.violation);
    // Each run that hangs takes half a second, which must come to an end.
    if (violation_ && violation_->law == rules::no_hang && ++hung_ == most_hung_runs)
      most_runs_ = report_.runs;
    return violation_ && violation_->law == best_.violation.law;
  }

  void accept() {
    assert(violation_);
    ++report_.accepted;
    best_.violation = *violation_;
    best_.schedule.choices = trimmed(trace_.schedule);
  }

  // Fewer choices other than 0, then a smaller sum, then shorter.
  static bool simpler(const core::ChoiceLog& left, const core::ChoiceLog& right) {
    auto measure = [](const core::ChoiceLog& log) {
      std::uint64_t moved = 0;
      std::uint64_t sum = 0;
      for (const core::Choice& choice : log.choices()) {
        moved += choice.index != 0 ? 1U : 0U;
        sum += choice.index;
      }
      return std::tuple(moved, sum, trimmed(log).size());
    };
    return measure(left) < measure(right);
  }

  void cut_schedule() {
    best_.schedule.choices = trimmed(best_.schedule.choices);
    if (!best_.schedule.choices.empty()) try_schedule(core::ChoiceLog());
  }

  void shrink_schedule() {
    cut_schedule();
    for (std::size_t piece = std::bit_floor(best_.schedule.choices.size()); piece > 0; piece /= 2)
      edit_schedule(piece);
    for (std::size_t at = 0; at < best_.schedule.choices.size(); ++at) lower_choice(at);
  }

  // Sets pieces of the schedule to 0, or else takes them out.
  void edit_schedule(std::size_t piece) {
    for (std::size_t at = 0; at + piece <= best_.schedule.choices.size() && !exhausted(); at += piece) {
      std::vector<core::Choice> choices = copy_of(best_.schedule.choices);
      const auto first = choices.begin() + static_cast<std::ptrdiff_t>(at);
      const auto last = first + static_cast<std::ptrdiff_t>(piece);
      const auto moved = [](const core::Choice& choice) { return choice.index != 0; };
      if (std::any_of(first, last, moved)) {
        std::for_each(first, last, [](core::Choice& choice) { choice.index = 0; });
        if (try_schedule(core::ChoiceLog(choices))) continue;
        choices = copy_of(best_.schedule.choices);
      }
      const auto from = choices.begin() + static_cast<std::ptrdiff_t>(at);
      choices.erase(from, from + static_cast<std::ptrdiff_t>(piece));
      try_schedule(core::ChoiceLog(choices));
    }
  }

  // By bisection: 0 was tried, then half of it, then three quarters, ... then one less.
  void lower_choice(std::size_t at) {
    for (unsigned which = 1; at < best_.schedule.choices.size() && !exhausted(); ++which) {
      const std::uint32_t index = best_.schedule.choices[at].index;
      if (which >= 32 || (index >> which) == 0) return;
      std::vector<core::Choice> choices = copy_of(best_.schedule.choices);
      choices[at].index = index - (index >> which);
      if (try_schedule(core::ChoiceLog(choices))) which = 0;
    }
  }

  static std::vector<core::Choice> copy_of(const core::ChoiceLog& log) {
    return {log.choices().begin(), log.choices().end()};
  }

  // Each list of statements, from large pieces to single ones, from its end: what comes last is used by
  // least.
  void remove_statements() {
    for (std::size_t list = 0; !exhausted(); ++list) {
      std::vector<scenario::NodeId> lists = statement_lists(program_);
      if (list >= lists.size()) return;
      unsigned size = program_.child_count(lists[list]);
      for (unsigned piece = std::max(1U, size / 2); piece > 0; piece /= 2) {
        for (unsigned end = program_.child_count(lists[list]); end >= piece && !exhausted();) {
          scenario::Scenario candidate = program_;
          remove_children(candidate, lists[list], end - piece, piece);
          if (try_program(candidate)) lists = statement_lists(program_);
          if (list >= lists.size()) return;
          end = std::min(end - 1, program_.child_count(lists[list]));
        }
      }
    }
  }

  // Tries every variant of an edit at every place. After a success the place holds something else, which gets
  // its turn anew.
  template <class Edit>
  void edit_places(Edit edit) {
    for (std::size_t at = 0; !exhausted(); ++at) {
      for (unsigned which = 0; !exhausted();) {
        std::vector<Place> all = places(program_);
        if (at >= all.size()) return;
        scenario::Scenario candidate = program_;
        if (!edit(candidate, all[at], which)) break;
        which = try_program(candidate) ? 0 : which + 1;
      }
    }
  }

  core::Failure& best_;
  properties::Judge& judge_;
  const ShrinkLimits& limits_;
  const Clock::time_point begin_ = Clock::now();
  std::uint32_t most_runs_;
  std::uint32_t hung_ = 0;      // runs that had to be ended
  bool thorough_ = false;       // whether a smaller program's schedules with one deviation are searched
  scenario::Scenario program_;  // of the best, to be edited
  core::Case tried_;            // the candidate
  core::Trace trace_;           // of the latest run
  std::optional<core::Violation> violation_;
  ShrinkReport report_;
};

}  // namespace

ShrinkReport shrink(core::Failure& found, properties::Judge& judge, const ShrinkLimits& limits) {
  // What differs from run to run cannot be searched by running.
  if (found.violation.law == rules::nondeterminism) return {};
  return Shrinker(found, judge, limits).shrink();
}

}  // namespace windtunnel::shrink
