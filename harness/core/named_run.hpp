// A run whose steps have names: in which order they ran, which of them never did.
#pragma once

#include <cstdint>
#include <optional>
#include <source_location>
#include <string>
#include <vector>

#include "harness/core/answer.hpp"
#include "harness/core/choice_log.hpp"
#include "harness/core/step_name.hpp"
#include "harness/core/trace.hpp"
#include "runtime/sim/choice_source.hpp"

namespace windtunnel::core {

/// One step that was ready at some time.
struct NamedStep {
  StepName name;
  tornado::Step step;
};

/// A question that was not answered 0.
struct AskedQuestion {
  Answer answer;
  std::size_t events = 0;   ///< how many events came before it
  std::uint32_t timer = 0;  ///< the timer that it was about, if it was about one
};

/// What a run was, by its steps.
struct NamedRun {
  std::vector<NamedStep> done;       ///< in the order in which they ran
  std::vector<NamedStep> left;       ///< ready, and never run
  ChoiceLog others;                  ///< the choices that were about no steps
  std::vector<AskedQuestion> asked;  ///< those of them that were not 0, by name

  /// The place among those done of the first step that is named so.
  std::optional<std::size_t> place_of(const StepName& pattern) const;
  /// The answers of those that were asked.
  std::vector<Answer> answers() const;
};

/// A decorator that watches a run for its names. All must outlive it.
class NamingSource final : public tornado::ChoiceSource {
 public:
  /// `trace` is of the run.
  NamingSource(tornado::ChoiceSource& inner, const Trace& trace) : inner_(&inner), trace_(&trace) {
    namer_.start();
  }

  std::uint32_t choose(const tornado::ChoicePoint& point) override;

  /// After the run.
  NamedRun finish(const tornado::StepLog& steps);

 private:
  void look(const tornado::StepLog& steps);

  tornado::ChoiceSource* inner_;
  const Trace* trace_;
  StepNamer namer_;
  std::vector<NamedStep> seen_;  // by number
  ChoiceLog others_;
  QuestionCounter questions_;
  std::vector<AskedQuestion> asked_;
};

/// A place in the code as "file.cpp:12"; empty if it is not known.
std::string place_in_code(std::source_location place);
/// Where in the code a step is waited for.
inline std::string place_in_code(const tornado::Step& step) {
  return place_in_code(step.site);
}

}  // namespace windtunnel::core
