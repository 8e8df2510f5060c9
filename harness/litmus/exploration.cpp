#include "harness/litmus/exploration.hpp"

#include <algorithm>

#include "harness/choices/odometer_source.hpp"
#include "harness/litmus/outcome.hpp"

namespace windtunnel {

namespace {

ChoiceLog without_zeros_at_its_end(const ChoiceLog& schedule) {
  std::span<const Choice> choices = schedule.choices();
  while (!choices.empty() && choices.back().index == 0) choices = choices.first(choices.size() - 1);
  return ChoiceLog(choices);
}

}  // namespace

void Exploration::add(std::string outcome, const ChoiceLog& schedule) {
  ++schedules;
  auto seen = std::find_if(outcomes.begin(), outcomes.end(),
                           [&](const Observed& each) { return each.outcome == outcome; });
  if (seen == outcomes.end()) {
    seen = outcomes.insert(seen, {std::move(outcome), 0, without_zeros_at_its_end(schedule)});
  }
  ++seen->count;
}

Exploration explore(const Subject& subject, const ExploreOptions& options) {
  RunOptions run_options;
  run_options.freedom = options.freedom;
  run_options.observe = false;
  Exploration found;
  OdometerSource odometer;
  Trace trace;
  do {
    if (found.schedules == options.limit) {
      found.complete = false;
      break;
    }
    run(subject, odometer, run_options, trace);
    found.add(outcome_of(trace.text, options.times), trace.schedule);
  } while (odometer.deterministic() && odometer.next());
  if (!odometer.deterministic()) {
    throw std::logic_error(
        "equal choices were followed by different questions: the runs are not deterministic");
  }
  if (odometer.truncated()) found.complete = false;
  return found;
}

}  // namespace windtunnel
