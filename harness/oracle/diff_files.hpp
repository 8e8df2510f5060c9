// The files that a user wants compared: scenarios, folders of scenarios, findings.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "harness/core/choice_log.hpp"

namespace windtunnel::oracle {

/// A program to compare.
struct DiffFile {
  std::string name;  ///< its path
  std::string source;
  std::optional<core::ChoiceLog> schedule;  ///< if the file says under which it is to run
};

/// Reads files, and all scenarios below folders, in the order of their paths. Throws SourceError for what
/// cannot be read or is no text, for a finding of a C++ subject or of the adversarial model, which the
/// real one cannot run, and for a folder without scenarios. Whether a scenario is one is for the comparison
/// to say.
std::vector<DiffFile> read_diff_files(const std::vector<std::string>& names);

}  // namespace windtunnel::oracle
