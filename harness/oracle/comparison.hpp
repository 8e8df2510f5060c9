// One scenario on both sides: what this runtime did with it, whether the real Tornado did the same, and if
// not, where they part.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/core/choice_log.hpp"
#include "harness/engine/choice_recorder.hpp"
#include "harness/oracle/oracle_peer.hpp"

namespace windtunnel::oracle {

/// The names under which findings know what a comparison found: the two sides differ, or the real one gave no
/// answer, which is never agreement.
inline constexpr std::string_view as_original = "as-original";
inline constexpr std::string_view oracle_answers = "oracle-answers";

/// What one side did with a scenario under a schedule.
struct SideResult {
  bool refused = false;
  std::string text;  ///< the whole trace, its schedule first; or why the scenario was refused, one line

  bool operator==(const SideResult&) const = default;
};

/// What this runtime did with a scenario.
struct LocalRuns {
  std::string source;
  std::vector<core::ChoiceLog> schedules;  ///< as they were really made, each once, the first asked for first
  std::vector<std::string> traces;         ///< one a schedule
  std::optional<std::string> refused;
};

/// Which schedules a scenario runs under: first the given one, then up to `random` more that are drawn, each
/// from a seed of its own under `seed`.
struct SchedulePlan {
  core::ChoiceLog first;
  unsigned random = 2;
  std::uint64_t seed = 0;
};

/// Runs the scenario on this runtime. Schedules that turn out the same are run once. If given, `recorder` has
/// the choices of the latest run, also if that takes the process down.
LocalRuns run_locally(std::string source, const SchedulePlan& plan,
                      engine::ChoiceRecorder* recorder = nullptr);

/// The same question for the real one.
OracleRequest request_for(const LocalRuns& native);

/// Where the two sides part.
struct Difference {
  std::string_view law;  ///< as_original or oracle_answers
  std::string source;
  core::ChoiceLog schedule;
  SideResult native;
  SideResult real;      ///< for oracle_answers what became of the oracle
  std::string message;  ///< one line: the first place where they differ, or the oracle's failure
};

/// The first difference, by the order of the schedules; none if the sides did the same (comparable()).
std::optional<Difference> compare(const LocalRuns& native, const OracleAnswer& answer);

/// What of a side's result counts: of a trace the events without the messages on which no trace depends, of a
/// refusal only that it is one.
std::string comparable(const SideResult& side);

/// The number, from 0, of the first line in which two texts differ; nothing if they are equal.
std::optional<std::size_t> first_different_line(std::string_view one, std::string_view other);

}  // namespace windtunnel::oracle
