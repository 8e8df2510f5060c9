#include "harness/cli/report_option.hpp"

#include <cstdio>
#include <filesystem>
#include <fmt/format.h>
#include <system_error>

#include "harness/cli/arguments.hpp"
#include "harness/cli/commands.hpp"
#include "harness/core/whole_file.hpp"
#include "harness/scenario/source_error.hpp"

namespace windtunnel::cli {

void add_report_option(CLI::App& command, std::optional<std::string>& file) {
  command.add_option("--report", file, "write a report to this file, for `merge`")->type_name("FILE");
}

void check_report_option(const std::filesystem::path& path) {
  std::error_code error;
  const std::filesystem::file_status status = std::filesystem::status(path, error);
  if (std::filesystem::is_directory(status) || path.empty())
    throw UsageError(fmt::format("--report: {} is a folder, not a file", scenario::in_quotes(path.string())));
  if (std::filesystem::is_symlink(path, error) && !std::filesystem::exists(status))
    throw UsageError(fmt::format("--report: {} is a link to nothing", scenario::in_quotes(path.string())));
  // A device is written to as it is; only a file needs a folder that can be written to.
  if (std::filesystem::is_regular_file(status) || !std::filesystem::exists(status))
    check_folder_option("--report", std::filesystem::absolute(path).parent_path());
}

bool write_report(const std::filesystem::path& path, std::string_view text) {
  std::error_code error;
  if (path.has_parent_path()) std::filesystem::create_directories(path.parent_path(), error);
  return !error && core::write_whole(path, text);
}

void say_not_reported(std::string_view command, std::string_view file) {
  fmt::print(stderr, "windtunnel {}: {}: the report cannot be written\n", command, one_line(file));
}

}  // namespace windtunnel::cli
