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

namespace windtunnel::properties {

class Judge {
 public:
  Judge() = default;
  Judge(const Judge&) = delete;
  Judge& operator=(const Judge&) = delete;
  virtual ~Judge() = default;

  /// What is wrong with a run that came to its end. `program` is what was interpreted, or null. Must give
  /// equal answers for equal runs.
  virtual std::optional<core::Violation> judge(const core::Trace& trace,
                                               const scenario::Scenario* program) = 0;

  /// Whether it looks at the events of the run: then they must be recorded.
  virtual bool needs_events() const { return true; }
};

/// Judges by some laws, under the scheduling model of the run.
class LawJudge final : public Judge {
 public:
  explicit LawJudge(LawSet laws) : laws_(std::move(laws)) {}
  /// By all laws that a runtime with these guarantees can be judged by.
  explicit LawJudge(core::Guarantees guarantees) : laws_(guarantees) {}

  std::optional<core::Violation> judge(const core::Trace& trace,
                                       const scenario::Scenario* /*program*/) override {
    return laws_.check(trace.events, trace.model, trace.used_network);
  }

  const LawSet& laws() const { return laws_; }

 private:
  LawSet laws_;
};

/// Finds nothing wrong: for violations that a run shows by itself.
class NoJudge final : public Judge {
 public:
  std::optional<core::Violation> judge(const core::Trace& /*trace*/,
                                       const scenario::Scenario* /*program*/) override {
    return std::nullopt;
  }
  bool needs_events() const override { return false; }
};

/// Judges by a function of the trace, or of the trace and the program.
template <class Rule>
class RuleJudge final : public Judge {
 public:
  explicit RuleJudge(Rule rule) : rule_(std::move(rule)) {}

  std::optional<core::Violation> judge(const core::Trace& trace, const scenario::Scenario* program) override {
    if constexpr (std::is_invocable_v<Rule&, const core::Trace&, const scenario::Scenario*>) {
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

  std::optional<core::Violation> judge(const core::Trace& trace, const scenario::Scenario* program) override {
    std::optional<core::Violation> found = first_.judge(trace, program);
    return found ? found : second_.judge(trace, program);
  }

 private:
  Judge& first_;
  Judge& second_;
};

/// The judge by whom a violation of that law or rule can be seen again: the law alone, or none for what a run
/// shows by itself. Throws std::invalid_argument as LawSet does.
std::unique_ptr<Judge> judge_of(std::string_view law, core::Guarantees guarantees);

/// The names of all laws for a runtime with these guarantees, as a user is told them: "V1, V2, ...".
std::string law_names(core::Guarantees guarantees = core::local_guarantees);

/// Runs a subject under any choices and judges. What the subject itself objects to comes before what the
/// judge says. An exception that leaves the run violates the rule `no-escape`.
std::optional<core::Violation> run_and_judge(const core::Subject& subject, tornado::ChoiceSource& choices,
                                             const core::RunOptions& options, Judge& judge,
                                             core::Trace& trace, const scenario::Scenario* program = nullptr);

/// Runs a case under its schedule and judges.
std::optional<core::Violation> run(const core::Case& one, Judge& judge, core::Trace& trace);

/// The known defects that the run shows, by all laws: up to its end, or to where it violates one of them.
std::vector<Known> known_defects(const core::Trace& trace,
                                 core::Guarantees guarantees = core::local_guarantees);

/// What two runs of the same subject under the same choices say: a violation of `deterministic`, unless they
/// are equal.
std::optional<core::Violation> compare(const core::Trace& one, const core::Trace& other);

}  // namespace windtunnel::properties
