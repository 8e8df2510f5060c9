// A judge: what a run must satisfy. Campaigns, shrinking and replays run cases and ask a judge; what it
// judges by, the laws, one law, a comparison with an oracle or a test's own rule, is its own affair.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "harness/core/case.hpp"
#include "harness/properties/laws/law_set.hpp"
#include "harness/properties/rules.hpp"

namespace windtunnel {

class Judge {
 public:
  Judge() = default;
  Judge(const Judge&) = delete;
  Judge& operator=(const Judge&) = delete;
  virtual ~Judge() = default;

  /// What is wrong with a run that came to its end. `program` is what was interpreted, or null. Must give
  /// equal answers for equal runs.
  virtual std::optional<Violation> judge(const Trace& trace, const Scenario* program) = 0;

  /// Whether it looks at the events of the run: then they must be recorded.
  virtual bool needs_events() const { return true; }
};

/// Judges by some laws, under the scheduling model of the run.
class LawJudge final : public Judge {
 public:
  explicit LawJudge(LawSet laws) : laws_(std::move(laws)) {}
  /// By all laws that a runtime with these guarantees can be judged by.
  explicit LawJudge(Guarantees guarantees) : laws_(guarantees) {}

  std::optional<Violation> judge(const Trace& trace, const Scenario* /*program*/) override {
    return laws_.check(trace.events, trace.model, trace.used_network);
  }

  const LawSet& laws() const { return laws_; }

 private:
  LawSet laws_;
};

/// Finds nothing wrong: for violations that a run shows by itself.
class NoJudge final : public Judge {
 public:
  std::optional<Violation> judge(const Trace& /*trace*/, const Scenario* /*program*/) override {
    return std::nullopt;
  }
  bool needs_events() const override { return false; }
};

/// Judges by a function of the trace, or of the trace and the program.
template <class Rule>
class RuleJudge final : public Judge {
 public:
  explicit RuleJudge(Rule rule) : rule_(std::move(rule)) {}

  std::optional<Violation> judge(const Trace& trace, const Scenario* program) override {
    if constexpr (std::is_invocable_v<Rule&, const Trace&, const Scenario*>) {
      return rule_(trace, program);
    } else {
      return rule_(trace);
    }
  }

 private:
  Rule rule_;
};

/// Asks the first judge, and the second about what the first finds nothing wrong with.
class BothJudges final : public Judge {
 public:
  /// They must outlive it.
  BothJudges(Judge& first, Judge& second) : first_(first), second_(second) {}

  std::optional<Violation> judge(const Trace& trace, const Scenario* program) override {
    std::optional<Violation> found = first_.judge(trace, program);
    return found ? found : second_.judge(trace, program);
  }

 private:
  Judge& first_;
  Judge& second_;
};

/// The judge by whom a violation of that law or rule can be seen again: the law alone, or none for what a run
/// shows by itself. Throws std::invalid_argument as LawSet does.
std::unique_ptr<Judge> judge_of(std::string_view law, Guarantees guarantees);

/// The names of all laws for a runtime with these guarantees, as a user is told them: "V1, V2, ...".
std::string law_names(Guarantees guarantees = local_guarantees);

/// Runs a subject under any choices and judges. What the subject itself objects to comes before what the
/// judge says. An exception that leaves the run violates the rule `no-escape`.
std::optional<Violation> run_and_judge(const Subject& subject, tornado::ChoiceSource& choices,
                                       const RunOptions& options, Judge& judge, Trace& trace,
                                       const Scenario* program = nullptr);

/// Runs a case under its schedule and judges.
std::optional<Violation> run(const Case& one, Judge& judge, Trace& trace);

/// The known defects that the run shows, by all laws: up to its end, or to where it violates one of them.
std::vector<Known> known_defects(const Trace& trace, Guarantees guarantees = local_guarantees);

/// What two runs of the same subject under the same choices say: a violation of `deterministic`, unless they
/// are equal.
std::optional<Violation> compare(const Trace& one, const Trace& other);

}  // namespace windtunnel
