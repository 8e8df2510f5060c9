// Going through a run step by step in a terminal, forward and back. The run is over when it begins: it is
// deterministic, so looking back is no different from looking ahead.
#pragma once

#include <iosfwd>

#include "harness/findings/decisions.hpp"

namespace windtunnel::cli {

/// Shows the step that broke something, then obeys the lines of `input`: empty or `n` goes forward, `p` back,
/// a number to that step, `b` to what broke, `q` ends; anything else says what is allowed.
void step_through(const findings::DecidedRun& run, std::istream& input, std::ostream& output);

}  // namespace windtunnel::cli
