// The options that several commands have, each declared once, and the kinds of values that options take. A
// value is read where the option is declared and stored as what it means; a wrong one throws UsageError with
// one line: the option, the value, what is allowed.
#pragma once

#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/core/choice_log.hpp"
#include "harness/core/scheduling_model.hpp"
#include "harness/generator/areas.hpp"
#include "harness/subjects/programs/script_kind.hpp"

namespace windtunnel::cli {

/// How much `check`, `explore` and `diff` do: the options --runs, --time, --seed, --jobs and --findings.
struct CampaignSettings {
  std::optional<std::uint64_t> runs;
  std::optional<std::chrono::duration<double>> time;
  std::uint64_t seed = 1;
  unsigned jobs = 1;
  std::string findings = "findings";  ///< a folder; check_folder_option() says whether it can be used

  /// What --time says; ten seconds if neither --time nor --runs was given.
  std::optional<std::chrono::duration<double>> time_limit() const;
};

/// Declares these options. `things` is what is counted: "programs". The settings must outlive the parser.
/// Returns the options.
std::vector<CLI::Option*> add_campaign_options(CLI::App& command, CampaignSettings& settings,
                                               const std::string& things);

/// Declares --model NAME, and its old name --model, which help does not show.
void add_model_option(CLI::App& command, core::SchedulingModel& model);

/// Kinds of scripts that are run instead of programs.
using ScriptKinds = std::vector<const subjects::ScriptKind*>;

/// Declares --areas NAME,... Core is always among them: without it there is no program. If `scripts` is
/// given, `--areas streams,http` and the like set it: scripts have no areas of programs beside them.
CLI::Option* add_areas_option(CLI::App& command, generator::Areas& areas, ScriptKinds* scripts = nullptr);

/// Declares --root FOLDER, the project's folder; `about` says what for.
void add_root_option(CLI::App& command, std::string& root, const std::string& about);

/// A whole number in decimal digits, `least` to `most`.
std::uint64_t parse_number(std::string_view option, std::string_view text, std::uint64_t least,
                           std::uint64_t most);

/// A positive number of seconds, or with a unit: 500ms, 60s, 10m, 2h; a year at most.
std::chrono::duration<double> parse_duration(std::string_view option, std::string_view text);

/// A schedule's text form.
core::ChoiceLog parse_schedule_option(std::string_view option, std::string_view text);

/// Makes sure that files can be written into the folder, or that it can be made. Makes nothing.
void check_folder_option(std::string_view option, const std::filesystem::path& folder);

/// Declares an option whose text `parse(option, text)` turns into the value.
template <class Value, class Parse>
CLI::Option* add_parsed_option(CLI::App& command, const std::string& option, Value& value, Parse parse,
                               const std::string& about) {
  return command.add_option_function<std::string>(
      option, [&value, option, parse](const std::string& text) { value = parse(option, text); }, about);
}

/// Declares an option that takes a whole number, `least` to `most`, and shows its default if it has one.
template <class Number>
CLI::Option* add_number_option(CLI::App& command, const std::string& option, Number& number,
                               std::uint64_t least, std::uint64_t most, const std::string& about) {
  const auto parse = [least, most](std::string_view name, std::string_view text) {
    return static_cast<Number>(parse_number(name, text, least, most));
  };
  CLI::Option* added = add_parsed_option(command, option, number, parse, about)->type_name("N");
  if constexpr (std::is_integral_v<Number>) added->default_str(std::to_string(number));
  return added;
}

inline constexpr std::uint64_t any_number = std::numeric_limits<std::uint64_t>::max();

}  // namespace windtunnel::cli
