// A subject: anything that runs under a ChoiceSource and leaves a Trace. A function pointer and the data for
// it, so that what searches, shrinks and replays knows nothing of what it runs. This header does without the
// Trace, which takes long to compile and which tests do not need.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "harness/core/guarantees.hpp"
#include "harness/core/scheduling_model.hpp"
#include "runtime/sim/choice_source.hpp"

namespace windtunnel::core {

struct Trace;

/// How many I/O phases a run may take unless told.
inline constexpr std::uint32_t default_phase_limit = 20'000;

/// How a subject is to be run.
struct RunOptions {
  SchedulingModel model = SchedulingModel::exact;
  std::uint32_t phase_limit = default_phase_limit;  ///< I/O phases after which a run is a livelock
  bool observe = true;                              ///< whether events are recorded
  bool name_things = false;                         ///< whether Trace::names is filled
};

/// A handle on something that runs; cheap to copy.
struct Subject {
  /// Runs once under `choices` and fills `trace`, except its schedule, which the caller records.
  void (*run)(const void* data, tornado::ChoiceSource& choices, const RunOptions& options, Trace& trace);
  const void* data;
  Guarantees guarantees;                ///< of its runtime
  std::string name{};                   ///< what findings call it
  std::shared_ptr<const void> owner{};  ///< keeps `data` alive; without one, `data` must outlive the handle
};

/// A name as it may stand in a finding: `[](World&) {...}` becomes one word. Long ones that begin alike
/// differ in their ends.
std::string one_word(std::string_view name);

/// Runs the subject; `trace` then holds everything, the schedule too.
void run(const Subject& subject, tornado::ChoiceSource& choices, const RunOptions& options, Trace& trace);

}  // namespace windtunnel::core
