#include "harness/check/shrinker.hpp"

#include <algorithm>
#include <bit>
#include <optional>
#include <tuple>
#include <utility>
#include <vector>

#include "harness/check/edits.hpp"
#include "harness/check/judge_apart.hpp"
#include "harness/choices/log_source.hpp"
#include "harness/constraints/constrain.hpp"
#include "harness/scenario/parser.hpp"
#include "harness/scenario/printer.hpp"
#include "harness/subjects/native_subjects.hpp"
#include "harness/subjects/scenario_subject.hpp"

namespace windtunnel {

namespace {

constexpr std::uint32_t most_hung_runs = 20;

class Shrinker {
 public:
  Shrinker(Counterexample& best, const ProgramVerdict& verdict, std::uint32_t most_runs)
      : best_(best), verdict_(verdict), most_runs_(most_runs) {
    options_.freedom = best.freedom;
    options_.phase_limit = best.phase_limit;
  }

  // Each pass makes the program smaller, or as small and its schedule simpler, so they come to an end.
  ShrinkReport shrink() {
    native_ = find_native_subject(best_.subject);
    if (!native_) {
      best_.scenario = compacted(best_.scenario);
    }
    cut_schedule();
    for (std::uint32_t before = ~0U; before != report_.accepted && !exhausted();) {
      before = report_.accepted;
      if (!native_) shrink_program();
      shrink_schedule();
      // Once more, with schedules that a smaller program may need: its own have shifted.
      if (before == report_.accepted && !native_ && !std::exchange(thorough_, true)) before = ~0U;
    }
    constrain_schedule();
    return report_;
  }

 private:
  bool exhausted() const { return report_.runs >= most_runs_; }

  void shrink_program() {
    const auto only = [](auto edit) {
      return [edit](Scenario& scenario, Place place, unsigned which) {
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

  // Takes the candidate if the same law breaks: under the schedule as it stands, or under the quiet one.
  bool try_program(const Scenario& edited) {
    std::optional<Scenario> candidate = reparsed(edited);
    if (!candidate || weight(*candidate) >= weight(best_.scenario)) return false;
    try {
      subject_.reset(*candidate);
    } catch (const std::exception&) {
      return false;
    }
    program_ = &*candidate;
    const bool still = fails(best_.schedule) || (!best_.schedule.empty() && fails(ChoiceLog())) ||
                       (thorough_ && fails_with_one_deviation());
    program_ = &best_.scenario;
    if (!still) return false;
    best_.scenario = std::move(*candidate);
    accept();
    return true;
  }

  // Of the quiet run's choices, one is another one. The quiet run was the latest.
  bool fails_with_one_deviation() {
    constexpr std::size_t most_places = 16;
    constexpr std::uint32_t most_options = 4;
    const ChoiceLog quiet = trace_.schedule;
    for (std::size_t at = 0; at < std::min(quiet.size(), most_places); ++at) {
      for (std::uint32_t index = 1; index < std::min(quiet[at].options, most_options); ++index) {
        std::vector<Choice> choices = copy_of(quiet);
        choices.resize(at + 1);
        choices[at].index = index;
        if (fails(ChoiceLog(choices))) return true;
      }
    }
    return false;
  }

  // As constraints, if that is shorter.
  void constrain_schedule() {
    if (is_deadly(best_.breach.law) || exhausted() || best_.schedule.empty()) return;
    if (!native_) subject_.reset(best_.scenario);
    const Verdict verdict = [this](const Trace& trace, Freedom freedom) {
      return verdict_(best_.scenario, trace, freedom);
    };
    const Subject subject = native_ ? *native_ : subject_.subject();
    std::optional<Constrained> constrained =
        constrain(subject, best_.schedule, options_, verdict, best_.breach.law,
                  std::min(most_constrain_runs, most_runs_ - report_.runs));
    if (!constrained) return;
    report_.runs += constrained->runs;
    best_.explanation = std::move(constrained->explanation);
    const auto moved = std::count_if(best_.schedule.choices().begin(), best_.schedule.choices().end(),
                                     [](const Choice& choice) { return choice.index != 0; });
    if (static_cast<std::size_t>(moved) < constrained->schedule.constraints.size()) return;
    best_.constraints = std::move(constrained->schedule.constraints);
    best_.schedule = std::move(constrained->schedule.others);
    best_.breach = std::move(constrained->breach);
  }

  bool try_schedule(const ChoiceLog& schedule) {
    if (!native_) subject_.reset(best_.scenario);
    if (!fails(schedule) || !simpler(trace_.schedule, best_.schedule)) return false;
    accept();
    return true;
  }

  // Edits can leave what is no scenario, such as a bare raise outside its handler: only what parses is tried.
  static std::optional<Scenario> reparsed(const Scenario& edited) {
    try {
      return parse(print(edited), "candidate");
    } catch (const std::exception&) {
      return std::nullopt;
    }
  }

  bool fails(const ChoiceLog& schedule) {
    if (exhausted()) return false;
    ++report_.runs;
    if (is_deadly(best_.breach.law)) return dies(schedule);
    LogSource choices(schedule, LogMode::nearest);
    const Verdict verdict = [this](const Trace& trace, Freedom freedom) {
      return verdict_(*program_, trace, freedom);
    };
    breach_ = judge(native_ ? *native_ : subject_.subject(), choices, options_, verdict, trace_);
    return breach_ && breach_->law == best_.breach.law;
  }

  bool dies(const ChoiceLog& schedule) {
    ApartRun run = run_apart(native_ ? *native_ : subject_.subject(), schedule, options_);
    trace_.schedule = std::move(run.schedule);
    breach_ = std::move(run.breach);
    // Each run that hangs takes half a second, which must come to an end.
    if (breach_ && breach_->law == no_hang && ++hung_ == most_hung_runs) most_runs_ = report_.runs;
    return breach_ && breach_->law == best_.breach.law;
  }

  void accept() {
    ++report_.accepted;
    best_.breach = *breach_;
    best_.schedule = trace_.schedule.without_trailing_zeros();
  }

  // Fewer choices other than 0, then a smaller sum, then shorter.
  static bool simpler(const ChoiceLog& left, const ChoiceLog& right) {
    auto measure = [](const ChoiceLog& log) {
      std::uint64_t moved = 0;
      std::uint64_t sum = 0;
      for (const Choice& choice : log.choices()) {
        moved += choice.index != 0 ? 1U : 0U;
        sum += choice.index;
      }
      return std::tuple(moved, sum, log.without_trailing_zeros().size());
    };
    return measure(left) < measure(right);
  }

  void cut_schedule() {
    best_.schedule = best_.schedule.without_trailing_zeros();
    if (!best_.schedule.empty()) try_schedule(ChoiceLog());
  }

  void shrink_schedule() {
    cut_schedule();
    for (std::size_t piece = std::bit_floor(best_.schedule.size()); piece > 0; piece /= 2)
      edit_schedule(piece);
    for (std::size_t at = 0; at < best_.schedule.size(); ++at) lower_choice(at);
  }

  // Sets pieces of the schedule to 0, or else takes them out.
  void edit_schedule(std::size_t piece) {
    for (std::size_t at = 0; at + piece <= best_.schedule.size() && !exhausted(); at += piece) {
      std::vector<Choice> choices = copy_of(best_.schedule);
      const auto first = choices.begin() + static_cast<std::ptrdiff_t>(at);
      const auto last = first + static_cast<std::ptrdiff_t>(piece);
      const auto moved = [](const Choice& choice) { return choice.index != 0; };
      if (std::any_of(first, last, moved)) {
        std::for_each(first, last, [](Choice& choice) { choice.index = 0; });
        if (try_schedule(ChoiceLog(choices))) continue;
        choices = copy_of(best_.schedule);
      }
      const auto from = choices.begin() + static_cast<std::ptrdiff_t>(at);
      choices.erase(from, from + static_cast<std::ptrdiff_t>(piece));
      try_schedule(ChoiceLog(choices));
    }
  }

  // By bisection: 0 was tried, then half of it, then three quarters, ... then one less.
  void lower_choice(std::size_t at) {
    for (unsigned which = 1; at < best_.schedule.size() && !exhausted(); ++which) {
      const std::uint32_t index = best_.schedule[at].index;
      if (which >= 32 || (index >> which) == 0) return;
      std::vector<Choice> choices = copy_of(best_.schedule);
      choices[at].index = index - (index >> which);
      if (try_schedule(ChoiceLog(choices))) which = 0;
    }
  }

  static std::vector<Choice> copy_of(const ChoiceLog& log) {
    return {log.choices().begin(), log.choices().end()};
  }

  // Each list of statements, from large pieces to single ones, from its end: what comes last is used by
  // least.
  void remove_statements() {
    for (std::size_t list = 0; !exhausted(); ++list) {
      std::vector<NodeId> lists = statement_lists(best_.scenario);
      if (list >= lists.size()) return;
      unsigned size = best_.scenario.child_count(lists[list]);
      for (unsigned piece = std::max(1U, size / 2); piece > 0; piece /= 2) {
        for (unsigned end = best_.scenario.child_count(lists[list]); end >= piece && !exhausted();) {
          Scenario candidate = best_.scenario;
          remove_children(candidate, lists[list], end - piece, piece);
          if (try_program(candidate)) lists = statement_lists(best_.scenario);
          if (list >= lists.size()) return;
          end = std::min(end - 1, best_.scenario.child_count(lists[list]));
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
        std::vector<Place> all = places(best_.scenario);
        if (at >= all.size()) return;
        Scenario candidate = best_.scenario;
        if (!edit(candidate, all[at], which)) break;
        which = try_program(candidate) ? 0 : which + 1;
      }
    }
  }

  Counterexample& best_;
  const ProgramVerdict& verdict_;
  std::uint32_t most_runs_;
  std::uint32_t hung_ = 0;  // runs that had to be ended
  bool thorough_ = false;   // whether a smaller program's schedules with one deviation are searched
  RunOptions options_;
  std::optional<Subject> native_;
  ScenarioSubject subject_;
  const Scenario* program_ = &best_.scenario;  // the one that runs
  Trace trace_;
  std::optional<Breach> breach_;
  ShrinkReport report_;
};

}  // namespace

ShrinkReport shrink(Counterexample& found, std::uint32_t most_runs) {
  LawSet laws = laws_for(found.breach.law);
  return shrink(found, verdict_of(laws), most_runs);
}

ShrinkReport shrink(Counterexample& found, const Verdict& verdict, std::uint32_t most_runs) {
  return shrink(found, ProgramVerdict([&](const Scenario&, const Trace& trace, Freedom freedom) {
                  return verdict(trace, freedom);
                }),
                most_runs);
}

ShrinkReport shrink(Counterexample& found, const ProgramVerdict& verdict, std::uint32_t most_runs) {
  // What differs from run to run cannot be searched by running.
  if (found.breach.law == nondeterminism) return {};
  return Shrinker(found, verdict, most_runs).shrink();
}

}  // namespace windtunnel
