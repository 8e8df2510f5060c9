// Starting gdb on the run of a finding, in the process of the run.
#pragma once

#include <string>
#include <vector>

#include "harness/findings/finding.hpp"

namespace windtunnel::cli {

/// What starts gdb on `program`, so that it runs `replay FILE --here` and stops where the finding breaks.
std::vector<std::string> gdb_command(const std::string& program, const std::string& file,
                                     const findings::Finding& finding);

/// Replaces this process by gdb. Throws UsageError if gdb cannot be started.
[[noreturn]] void run_in_gdb(const std::string& file, const findings::Finding& finding);

}  // namespace windtunnel::cli
