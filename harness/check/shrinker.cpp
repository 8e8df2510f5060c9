#include "harness/check/shrinker.hpp"

#include <algorithm>
#include <optional>

#include "harness/check/edits.hpp"
#include "harness/check/judge.hpp"
#include "harness/choices/log_source.hpp"
#include "harness/scenario/parser.hpp"
#include "harness/scenario/printer.hpp"
#include "harness/subjects/native_subjects.hpp"
#include "harness/subjects/scenario_subject.hpp"

namespace windtunnel {

namespace {

class Shrinker {
 public:
  Shrinker(Counterexample& best, std::uint32_t most_runs)
      : best_(best), most_runs_(most_runs), laws_(laws_for(best.breach.law)) {
    options_.freedom = best.freedom;
    options_.phase_limit = best.phase_limit;
  }

  ShrinkReport shrink() {
    if (const NativeSubject* native = find_native_subject(best_.subject)) {
      native_ = native->subject;
      for (std::uint32_t before = ~0U; before != report_.accepted && !exhausted();) {
        before = report_.accepted;
        shrink_schedule();
      }
      return report_;
    }
    best_.scenario = compacted(best_.scenario);
    cut_schedule();
    for (std::uint32_t before = ~0U; before != report_.accepted && !exhausted();) {
      before = report_.accepted;
      remove_statements();
      edit_places([](Scenario& s, Place p, unsigned which) { return unwrap(s, p, which); });
      edit_places([](Scenario& s, Place p, unsigned which) { return which == 0 && drop_part(s, p); });
      edit_places(simplify_value);
      shrink_schedule();
    }
    return report_;
  }

 private:
  // Only the law that broke; one that no law set knows, such as `no-escape`, is judged by the run itself.
  static LawSet laws_for(std::string_view law) {
    try {
      return LawSet(std::vector<std::string>{std::string(law)});
    } catch (const std::invalid_argument&) {
      return LawSet();
    }
  }

  bool exhausted() const { return report_.runs >= most_runs_; }

  // Takes the candidate if the same law breaks: under the schedule as it stands, or under the quiet one.
  bool try_program(const Scenario& edited) {
    std::optional<Scenario> candidate = reparsed(edited);
    if (!candidate || weight(*candidate) >= weight(best_.scenario)) return false;
    try {
      subject_.reset(*candidate);
    } catch (const std::exception&) {
      return false;
    }
    if (!fails(best_.schedule) && (best_.schedule.empty() || !fails(ChoiceLog()))) return false;
    best_.scenario = std::move(*candidate);
    accept();
    return true;
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
    ++report_.runs;
    LogSource choices(schedule, LogMode::nearest);
    breach_ = judge(native_ ? *native_ : subject_.subject(), choices, options_, laws_, trace_);
    return breach_ && breach_->law == best_.breach.law;
  }

  void accept() {
    ++report_.accepted;
    best_.breach = *breach_;
    best_.schedule = trimmed(trace_.schedule);
  }

  // Without the zeros at its end: beyond a schedule's end everything is 0.
  static ChoiceLog trimmed(const ChoiceLog& log) {
    std::size_t size = log.size();
    while (size > 0 && log[size - 1].index == 0) --size;
    return ChoiceLog(log.choices().first(size));
  }

  // Fewer choices other than 0, then a smaller sum, then shorter.
  static bool simpler(const ChoiceLog& left, const ChoiceLog& right) {
    auto measure = [](const ChoiceLog& log) {
      std::uint64_t moved = 0;
      std::uint64_t sum = 0;
      for (const Choice& choice : log.choices()) {
        moved += choice.index != 0 ? 1 : 0;
        sum += choice.index;
      }
      return std::tuple(moved, sum, trimmed(log).size());
    };
    return measure(left) < measure(right);
  }

  void cut_schedule() {
    best_.schedule = trimmed(best_.schedule);
    if (!best_.schedule.empty()) try_schedule(ChoiceLog());
  }

  void shrink_schedule() {
    cut_schedule();
    for (std::size_t at = 0; at < best_.schedule.size() && !exhausted(); ++at) {
      std::vector<Choice> choices(best_.schedule.choices().begin(), best_.schedule.choices().end());
      if (choices[at].index == 0) continue;
      std::uint32_t index = std::exchange(choices[at].index, 0);
      if (try_schedule(ChoiceLog(choices))) continue;
      choices[at].index = index - 1;
      if (try_schedule(ChoiceLog(choices))) {
        --at;
        continue;
      }
      choices.erase(choices.begin() + static_cast<std::ptrdiff_t>(at));
      try_schedule(ChoiceLog(choices));
    }
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

  template <class Edit>
  void edit_places(Edit edit) {
    for (std::size_t at = 0; !exhausted(); ++at) {
      for (unsigned which = 0;; ++which) {
        std::vector<Place> all = places(best_.scenario);
        if (at >= all.size()) return;
        Scenario candidate = best_.scenario;
        if (which > 3 || !edit(candidate, all[at], which)) break;
        try_program(candidate);
      }
    }
  }

  Counterexample& best_;
  const std::uint32_t most_runs_;
  LawSet laws_;
  RunOptions options_;
  std::optional<Subject> native_;
  ScenarioSubject subject_;
  Trace trace_;
  std::optional<Breach> breach_;
  ShrinkReport report_;
};

}  // namespace

ShrinkReport shrink(Counterexample& found, std::uint32_t most_runs) {
  // What differs from run to run cannot be searched by running.
  if (found.breach.law == nondeterminism) return {};
  return Shrinker(found, most_runs).shrink();
}

}  // namespace windtunnel
