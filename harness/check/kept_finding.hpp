// How a finding gets into its file: nothing is lost while it is being made small.
#pragma once

#include <filesystem>
#include <functional>

#include "harness/check/finding.hpp"
#include "harness/check/shrinker.hpp"

namespace windtunnel {

/// A finding that is in its file.
struct KeptFinding {
  Finding raw;      ///< as it was found
  Finding finding;  ///< as it was shrunk to, and as it is in the file
  std::filesystem::path path;
  ShrinkReport shrunk;
};

/// Writes what `describe` says into the folder before anything else happens; then runs `shrink`, and what
/// `describe` says after that takes the file's place. Throws std::runtime_error as write_finding() does.
KeptFinding keep_finding(const std::filesystem::path& folder, const std::function<Finding()>& describe,
                         const std::function<ShrinkReport()>& shrink);

}  // namespace windtunnel
