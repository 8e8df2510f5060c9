// What the commands that take long have in common: ^C, SIGTERM and SIGHUP end them early, with their summary,
// and a terminal shows it in colours.
#pragma once

#include <atomic>
#include <cstddef>

#include "harness/report/fault_table.hpp"

namespace windtunnel::cli {

/// From now on the first ^C, SIGTERM or SIGHUP makes the result true; a second one of the same kind, during
/// shrinking for example, ends the program.
const std::atomic<bool>& end_on_interrupt();

/// Colours where standard output is a terminal that has them, and the user has not set NO_COLOR.
report::Paint paint_of_output();

/// How many characters a line of standard output has; see core::width_of().
std::size_t width_of_output();

}  // namespace windtunnel::cli
