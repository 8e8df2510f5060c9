#include "harness/shrink/explain.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <optional>
#include <vector>

#include "harness/core/constrained_source.hpp"
#include "harness/core/named_run.hpp"
#include "harness/core/schedule_source.hpp"
#include "harness/shrink/choice_words.hpp"

namespace windtunnel::shrink {

namespace {

constexpr std::size_t most_sentences = 20;

class Explainer {
 public:
  Explainer(const core::Failure& failing, properties::Judge& judge, std::uint32_t& runs)
      : failing_(failing), judge_(judge), runs_(runs) {}

  // Runs the case with names. Returns whether it fails.
  bool look() {
    core::RunOptions options = core::options_of(failing_);
    options.name_things = true;
    core::ScheduleSource choices(failing_.schedule, core::LogMode::nearest);
    core::NamingSource naming(choices, trace_);
    ++runs_;
    const std::optional<core::Violation> violation =
        run_and_judge(failing_.subject, naming, options, judge_, trace_, failing_.program.get());
    run_ = naming.finish(trace_.steps);
    for (const core::TaskLine& line : trace_.names.lines)
      if (line.step != 0 && !line.place.empty()) words_of_step_.emplace(line.step, line.words);
    choices_ = choices_in_words(run_.asked, trace_);
    return violation && violation->law == failing_.violation.law;
  }

  std::size_t sentences() const { return failing_.schedule.constraints.size() + choices_.size(); }

  std::string text() {
    if (sentences() == 0)
      return moves_steps() ? std::string() : "the law breaks where every step runs in its turn\n";
    for (std::size_t at = 0; at < failing_.schedule.constraints.size(); ++at) explain_constraint(at);
    for (const ChoiceSentence& sentence : choices_) explain_choice(sentence);
    if (sentences() > most_sentences) text_ += fmt::format("and {} more\n", sentences() - most_sentences);
    return std::move(text_);
  }

 private:
  bool moves_steps() const {
    const auto choices = failing_.schedule.choices.choices();
    return std::any_of(choices.begin(), choices.end(),
                       [](const core::Choice& each) { return each.index != 0; });
  }

  void explain_constraint(std::size_t at) {
    const core::Constraint& constraint = failing_.schedule.constraints[at];
    core::Schedule without = failing_.schedule;
    without.constraints.erase(without.constraints.begin() + static_cast<std::ptrdiff_t>(at));
    std::string outcome;
    if (lines_ < most_sentences) {
      core::Trace trace;
      core::NamedRun other;
      if (!fails(without, trace, other)) {
        const auto held = other.place_of(constraint.held);
        const auto until = other.place_of(constraint.until);
        const bool turned = held && (!until || *held < *until);
        outcome = turned ? "; in the other order it holds" : "; else it holds";
      }
    }
    add(shown(constraint.until) + " before " + shown(constraint.held) + outcome);
  }

  void explain_choice(const ChoiceSentence& sentence) {
    core::Schedule without = failing_.schedule;
    std::erase_if(without.answers, [&](const core::Answer& answer) {
      return std::any_of(sentence.answers.begin(), sentence.answers.end(), [&](std::size_t at) {
        const core::Answer& asked = run_.asked[at].answer;
        return asked.kind == answer.kind && asked.site == answer.site &&
               asked.occurrence == answer.occurrence;
      });
    });
    std::string outcome;
    core::Trace trace;
    core::NamedRun other;
    // Where they are known by their places alone, one cannot be taken out.
    const bool can_try = without.answers.size() != failing_.schedule.answers.size();
    if (can_try && lines_ < most_sentences && !fails(without, trace, other))
      outcome = "; without that it holds";
    add(sentence.words + outcome);
  }

  void add(const std::string& words) {
    if (lines_++ >= most_sentences) return;
    text_ += (text_.empty() ? "the law breaks if " : "and if ") + words + "\n";
  }

  bool fails(const core::Schedule& schedule, core::Trace& trace, core::NamedRun& run) {
    core::ScheduleSource choices(schedule, core::LogMode::nearest);
    core::NamingSource naming(choices, trace);
    ++runs_;
    const auto violation = run_and_judge(failing_.subject, naming, core::options_of(failing_), judge_, trace,
                                         failing_.program.get());
    run = naming.finish(trace.steps);
    return violation && violation->law == failing_.violation.law;
  }

  // "b reads x the second time (counter.cpp:8)".
  std::string shown(const core::StepName& name) const {
    const core::NamedStep* named = nullptr;
    if (const auto at = run_.place_of(name)) {
      named = &run_.done[*at];
    } else {
      for (const core::NamedStep& step : run_.left)
        if (named == nullptr && core::matches(name, step.name)) named = &step;
    }
    std::string task = name.task.empty() ? "main" : core::unescaped(name.task).value_or(name.task);
    if (name.any_of_kin) task = "any " + task;
    if (named == nullptr) return task + " " + name.action;
    const std::string place = core::place_in_code(named->step);
    return fmt::format("{} {}{}{}", task, verb_of(name, *named),
                       name.occurrence > 1 ? fmt::format(" the {} time", core::ordinal(name.occurrence)) : "",
                       place.empty() ? "" : " (" + place + ")");
  }

  std::string verb_of(const core::StepName& name, const core::NamedStep& named) const {
    const auto told = words_of_step_.find(named.step.number);
    if (told != words_of_step_.end()) return told->second.substr(0, told->second.find(": "));
    const std::string object(trace_.steps.object_name(named.step.object));
    switch (named.step.touch) {
      case tornado::Touch::read:
        return "reads " + object;
      case tornado::Touch::write:
        return "uses " + object;
      case tornado::Touch::anything:
        return "is ready";
      case tornado::Touch::nothing:
        break;
    }
    return named.step.arrives ? "begins" : name.action == "any" ? "takes any step" : "goes on";
  }

  const core::Failure& failing_;
  properties::Judge& judge_;
  std::uint32_t& runs_;
  core::Trace trace_;
  core::NamedRun run_;
  std::map<std::uint32_t, std::string> words_of_step_;
  std::vector<ChoiceSentence> choices_;
  std::string text_;
  std::size_t lines_ = 0;
};

}  // namespace

std::string explain(const core::Failure& failing, properties::Judge& judge, std::uint32_t& runs) {
  Explainer explainer(failing, judge, runs);
  return explainer.look() ? explainer.text() : std::string();
}

std::size_t count_sentences(const core::Failure& failing, properties::Judge& judge) {
  std::uint32_t runs = 0;
  Explainer explainer(failing, judge, runs);
  explainer.look();
  return explainer.sentences();
}

}  // namespace windtunnel::shrink
