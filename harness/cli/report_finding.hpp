// What the commands that search do with what they have found: write it down, shrink it, show it.
#pragma once

#include <filesystem>
#include <string>

#include "harness/check/counterexample.hpp"
#include "harness/check/finding.hpp"

namespace windtunnel {

/// Writes the finding into that folder, as it was found and then, in its place, shrunk, and shows it. If it
/// cannot be written it is shown nevertheless, and standard error says why. Gives the finding.
Finding report_finding(const Counterexample& found, const std::string& folder);

/// The same for a finding on disk, which is what `raw` holds: the smaller one takes its place. Throws
/// std::runtime_error if it cannot be written.
Finding report_shrunk(const Counterexample& found, const Finding& raw, const std::filesystem::path& raw_path);

}  // namespace windtunnel
