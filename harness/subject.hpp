// A subject: anything that runs under a ChoiceSource and leaves a Trace. A function pointer and the data for
// it, so that the searching, shrinking and replaying of the harness know nothing of what they run.
#pragma once

#include <cstdint>

#include "harness/freedom.hpp"
#include "harness/properties/laws/law.hpp"
#include "harness/trace.hpp"
#include "runtime/sim/choice_source.hpp"

namespace windtunnel {

/// How a subject is to be run.
struct RunOptions {
  Freedom freedom = Freedom::contract;
  std::uint32_t phase_limit = 20'000;  ///< I/O phases after which a run is a livelock
  bool observe = true;                 ///< whether events are recorded
  bool name_things = false;            ///< whether Trace::names is filled
};

/// Something to run. What it refers to must outlive it.
struct Subject {
  /// Runs once under `choices` and fills `trace`, except its schedule, which the caller records.
  void (*run)(const void* data, tornado::ChoiceSource& choices, const RunOptions& options, Trace& trace);
  const void* data;
  Claims claims;  ///< what its runtime promises
};

/// Runs the subject; `trace` then holds everything, the schedule too.
void run(const Subject& subject, tornado::ChoiceSource& choices, const RunOptions& options, Trace& trace);

}  // namespace windtunnel
