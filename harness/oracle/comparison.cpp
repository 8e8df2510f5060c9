#include "harness/oracle/comparison.hpp"

#include <algorithm>
#include <exception>
#include <fmt/format.h>
#include <utility>

#include "harness/core/lines.hpp"
#include "harness/core/log_source.hpp"
#include "harness/core/random.hpp"
#include "harness/core/seeded_source.hpp"
#include "harness/oracle/free_words.hpp"
#include "harness/scenario/parser.hpp"
#include "harness/scenario/source_error.hpp"
#include "harness/subjects/scenario_subject.hpp"

namespace windtunnel::oracle {

namespace {

constexpr std::size_t longest_line = 200;

std::string_view line_at(std::string_view text, std::size_t number) {
  for (; number > 0; --number) core::take_line(text);
  return text.empty() ? "nothing more" : core::take_line(text);
}

// Writes what is answered to the recorder too, if there is one.
class MaybeRecordedSource final : public tornado::ChoiceSource {
 public:
  MaybeRecordedSource(tornado::ChoiceSource& inner, engine::ChoiceRecorder* recorder)
      : inner_(inner), recorder_(recorder) {
    if (recorder_ != nullptr) recorder_->clear();
  }

  std::uint32_t choose(const tornado::ChoicePoint& point) override {
    const std::uint32_t index = inner_.choose(point);
    if (recorder_ != nullptr) recorder_->append(point.kind, point.options, index);
    return index;
  }

 private:
  tornado::ChoiceSource& inner_;
  engine::ChoiceRecorder* recorder_;
};

void run_once(LocalRuns& runs, const subjects::ScenarioSubject& subject, tornado::ChoiceSource& inner,
              engine::ChoiceRecorder* recorder) {
  MaybeRecordedSource choices(inner, recorder);
  core::RunOptions options;
  options.observe = false;
  core::Trace trace;
  try {
    run(subject.subject(), choices, options, trace);
  } catch (const std::exception& error) {
    // The real one does no such thing, so this is a difference like any other.
    trace.text +=
        fmt::format("an exception left the run: {}\n", scenario::printable(error.what(), longest_line));
  }
  if (std::find(runs.schedules.begin(), runs.schedules.end(), trace.schedule) != runs.schedules.end()) return;
  runs.traces.push_back(trace.full_text());
  runs.schedules.push_back(std::move(trace.schedule));
}

std::string refused_in_words(const SideResult& side) {
  return side.refused ? "refuses it: " + side.text : std::string("accepts it");
}

std::string message_of(const SideResult& native, const SideResult& real) {
  if (native.refused || real.refused) {
    return fmt::format("this runtime {}; the real one {}", refused_in_words(native), refused_in_words(real));
  }
  const std::size_t line = first_different_line(comparable(native), comparable(real)).value_or(0);
  return fmt::format("line {}: this runtime shows `{}`, the real one `{}`", line + 1,
                     scenario::printable(line_at(native.text, line), longest_line),
                     scenario::printable(line_at(real.text, line), longest_line));
}

Difference difference_of(const LocalRuns& native, std::size_t at, SideResult real) {
  Difference found{as_original, native.source, {}, {}, std::move(real), {}};
  if (native.refused) {
    found.native = {true, *native.refused};
  } else {
    found.schedule = native.schedules[at];
    found.native = {false, native.traces[at]};
  }
  return found;
}

}  // namespace

LocalRuns run_locally(std::string source, const SchedulePlan& plan, engine::ChoiceRecorder* recorder) {
  LocalRuns runs;
  runs.source = std::move(source);
  try {
    const scenario::Scenario scenario = scenario::parse(runs.source, "scenario");
    const subjects::ScenarioSubject subject(scenario, "scenario");
    core::LogSource first(plan.first);
    run_once(runs, subject, first, recorder);
    // A run that was asked nothing is the only one there is.
    for (unsigned at = 1; at <= plan.random && !runs.schedules.front().empty(); ++at) {
      core::SeededSource choices(core::derive(plan.seed, at));
      run_once(runs, subject, choices, recorder);
    }
  } catch (const scenario::SourceError& error) {
    runs.refused = error.what();
  }
  return runs;
}

OracleRequest request_for(const LocalRuns& native) {
  OracleRequest request;
  request.source = native.source;
  for (const core::ChoiceLog& schedule : native.schedules) request.schedules.push_back(to_text(schedule));
  // Whether the real one takes what this one refuses, one run tells.
  if (native.refused) request.schedules.emplace_back("-");
  return request;
}

std::optional<Difference> compare(const LocalRuns& native, const OracleAnswer& answer) {
  if (answer.kind == OracleAnswer::Kind::failed) {
    Difference failed = difference_of(native, 0, {false, answer.words + "\n"});
    failed.law = oracle_answers;
    failed.message = "the oracle failed: " + answer.words;
    return failed;
  }
  const bool real_refuses = answer.kind == OracleAnswer::Kind::refused;
  for (std::size_t at = 0; at < std::max<std::size_t>(1, native.schedules.size()); ++at) {
    SideResult real{real_refuses, real_refuses ? answer.words : answer.traces[at]};
    Difference found = difference_of(native, at, std::move(real));
    if (comparable(found.native) == comparable(found.real)) continue;
    found.message = message_of(found.native, found.real);
    return found;
  }
  return std::nullopt;
}

std::string comparable(const SideResult& side) {
  return side.refused ? "refused\n" : without_free_words(side.text);
}

std::optional<std::size_t> first_different_line(std::string_view one, std::string_view other) {
  if (one == other) return std::nullopt;
  std::size_t line = 0;
  while (!one.empty() && !other.empty() && core::take_line(one) == core::take_line(other)) ++line;
  return line;
}

}  // namespace windtunnel::oracle
