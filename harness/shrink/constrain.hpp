// From a failing run to the constraints that make it fail: which few steps had to wait for which others.
// These are a schedule that survives edits of the program, and at the same time the explanation.
#pragma once

#include <cstdint>
#include <functional>

#include "harness/properties/judge.hpp"

namespace windtunnel::shrink {

/// How many runs constrain() may take unless told.
inline constexpr std::uint32_t most_constrain_runs = 500;

/// Searches for the constraints under which the failure's law or rule is violated as under its choices; where
/// there are some, none of which can be left out, the failure gets them, with an explanation in words: what
/// causes the violation, and in which order it does not occur. Nothing changes if the case does not fail, if
/// the run's steps have no names, or if constraints do not bring it about. Ends early once `is_over` says so.
/// Gives the number of runs that it took. Deterministic.
std::uint32_t constrain(core::Failure& found, properties::Judge& judge,
                        std::uint32_t most_runs = most_constrain_runs,
                        const std::function<bool()>& is_over = {});

}  // namespace windtunnel::shrink
