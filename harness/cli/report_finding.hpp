// What the commands that search do with what they have found: write it down, shrink it, show it.
#pragma once

#include <string>

#include "harness/check/counterexample.hpp"

namespace windtunnel {

/// Writes the finding into that folder, as it was found and then, in its place, shrunk, and shows it. If it
/// cannot be written it is shown nevertheless, and standard error says why.
void report_finding(const Counterexample& found, const std::string& folder);

}  // namespace windtunnel
