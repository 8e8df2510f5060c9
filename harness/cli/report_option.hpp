// The option --report of the commands whose reports `merge` joins.
#pragma once

#include <CLI/CLI.hpp>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace windtunnel::cli {

/// Declares --report FILE, which must outlive the parser.
void add_report_option(CLI::App& command, std::optional<std::string>& file);

/// Makes sure that the file can be written: what would only be noticed at the end of a long campaign. Throws
/// UsageError.
void check_report_option(const std::filesystem::path& file);

/// Writes the report, and makes its folder. False if it cannot be written.
bool write_report(const std::filesystem::path& file, std::string_view text);

/// Says on standard error that the report of that command cannot be written.
void say_not_reported(std::string_view command, std::string_view file);

}  // namespace windtunnel::cli
