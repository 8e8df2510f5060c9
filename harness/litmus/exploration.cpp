#include "harness/litmus/exploration.hpp"

#include <algorithm>

#include "harness/choices/odometer_source.hpp"
#include "harness/litmus/outcome.hpp"

namespace windtunnel {

void Exploration::add(std::string outcome, const ChoiceLog& schedule) {
  ++schedules;
  auto seen = std::find_if(outcomes.begin(), outcomes.end(),
                           [&](const Observed& each) { return each.outcome == outcome; });
  if (seen == outcomes.end()) {
    seen = outcomes.insert(seen, {std::move(outcome), 0, schedule.without_trailing_zeros()});
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
