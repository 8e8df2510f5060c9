// From a failing run to the constraints that make it fail: which few steps had to wait for which others.
// These are a schedule that survives edits of the program, and at the same time the explanation.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "harness/check/judge.hpp"
#include "harness/constraints/constraint.hpp"
#include "harness/subject.hpp"

namespace windtunnel {

/// A failing schedule as constraints, none of which can be left out.
struct Constrained {
  ConstrainedSchedule schedule;
  Breach breach;
  ChoiceLog choices;        ///< what the run under these constraints chose
  std::string explanation;  ///< in words, a line each: what breaks the law, and the order in which it holds
  std::uint32_t runs = 0;   ///< that it took to find them
};

/// How many runs that may take unless told.
inline constexpr std::uint32_t most_constrain_runs = 500;

/// Searches for the constraints under which that law breaks as it does under `failing`. Nothing if it does
/// not break there, if the run's steps have no names, or if constraints do not bring it about. Deterministic.
std::optional<Constrained> constrain(const Subject& subject, const ChoiceLog& failing,
                                     const RunOptions& options, const Verdict& verdict, std::string_view law,
                                     std::uint32_t most_runs = most_constrain_runs);

}  // namespace windtunnel
