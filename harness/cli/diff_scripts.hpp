// `diff` for scripts of streams and of HTTP: drawn ones, and those of files.
#pragma once

#include <string>
#include <vector>

#include "harness/oracle/script_diff.hpp"

namespace windtunnel::cli {

/// Compares drawn scripts, and writes a difference, made small, into the folder. Returns the exit status, as
/// the others do.
int diff_scripts(const oracle::ScriptDiffOptions& options, const std::string& findings);

/// Compares the scripts of golden files with the real one, and what the files say with both.
int diff_script_files(const std::vector<std::string>& names, const oracle::ScriptDiffOptions& options);

/// Writes `options.programs` drawn scripts, each with the real one's lines, into a file. Writes nothing if
/// the lines of a script are undetermined or differ from this runtime's.
int record_scripts(const oracle::ScriptDiffOptions& options, const std::string& file);

}  // namespace windtunnel::cli
