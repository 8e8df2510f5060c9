#include "harness/cli/arguments.hpp"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <optional>
#include <stdexcept>
#include <utility>

#include "harness/cli/commands.hpp"
#include "harness/findings/finding.hpp"
#include "harness/generator/areas.hpp"
#include "harness/scenario/source_error.hpp"

namespace windtunnel::cli {

namespace {

using Seconds = std::chrono::duration<double>;

constexpr Seconds default_time{10};
constexpr std::uint64_t most_jobs = 256;

// `why` goes on behind the value: "is not a whole number from 1 to 256".
[[noreturn]] void refuse(std::string_view option, std::string_view value, std::string_view why) {
  throw UsageError(fmt::format("{}: {} {}", option, scenario::in_quotes(value), why));
}

core::SchedulingModel parse_model(std::string_view option, std::string_view text) {
  if (const std::optional<core::SchedulingModel> model = core::model_named(text)) return *model;
  refuse(option, text, fmt::format("is not a scheduling model; there are {}", core::model_names));
}

generator::Areas parse_areas(std::string_view option, const std::vector<std::string>& names) {
  generator::Areas areas = generator::Area::core;
  for (const std::string& name : names) {
    const std::optional<generator::Area> area = generator::area_named(name);
    if (!area) refuse(option, name, "is not an area; there are " + generator::area_names());
    areas.add(*area);
  }
  return areas;
}

// The kinds of scripts with these names, each once; none if a name is that of no kind.
ScriptKinds kinds_named(const std::vector<std::string>& names) {
  ScriptKinds kinds;
  for (const std::string& name : names) {
    const subjects::ScriptKind* const kind = subjects::script_kind_named(name);
    if (kind == nullptr) return {};
    if (std::find(kinds.begin(), kinds.end(), kind) == kinds.end()) kinds.push_back(kind);
  }
  return kinds;
}

}  // namespace

std::optional<Seconds> CampaignSettings::time_limit() const {
  if (!time && !runs) return default_time;
  return time;
}

std::vector<CLI::Option*> add_campaign_options(CLI::App& command, CampaignSettings& settings,
                                               const std::string& things) {
  std::vector<CLI::Option*> added;
  added.push_back(add_number_option(command, "--runs", settings.runs, 1, any_number, "how many " + things));
  added.push_back(add_parsed_option(command, "--time", settings.time, parse_duration,
                                    "how long: 500ms, 60s, 2m, 1h; 10s unless --runs is given")
                      ->type_name("T"));
  added.push_back(add_number_option(command, "--seed", settings.seed, 0, any_number,
                                    "the same seed gives the same " + things));
  added.push_back(add_number_option(command, "--jobs", settings.jobs, 1, most_jobs,
                                    "how many of them run at once, on as many cores"));
  added.push_back(command.add_option("--findings", settings.findings, "the folder for findings")
                      ->type_name("FOLDER")
                      ->capture_default_str());
  return added;
}

void add_model_option(CLI::App& command, core::SchedulingModel& model) {
  CLI::Option* option =
      add_parsed_option(command, "--model", model, parse_model,
                        "the scheduling model, which says what may vary: " + std::string(core::model_names))
          ->type_name("MODEL")
          ->default_str(std::string(core::name_of(model)));
  // excludes() would show in help.
  const auto parse_old = [option](std::string_view name, std::string_view text) {
    if (option->count() != 0) throw UsageError("--freedom is the old name of --model: give one of them");
    return parse_model(name, text);
  };
  add_parsed_option(command, "--freedom", model, parse_old, "the old name of --model")->group("");
}

CLI::Option* add_areas_option(CLI::App& command, generator::Areas& areas, ScriptKinds* scripts) {
  const std::string also =
      scripts != nullptr
          ? "; or streams and http: what the ends of a connection call, what clients fetch from a server"
          : "";
  return command
      .add_option_function<std::vector<std::string>>(
          "--areas",
          [&areas, scripts](const auto& names) {
            const ScriptKinds kinds = scripts != nullptr ? kinds_named(names) : ScriptKinds();
            if (kinds.empty()) {
              areas = parse_areas("--areas", names);
            } else {
              *scripts = kinds;
            }
          },
          "what the programs are made of: " + generator::area_names() + also)
      ->type_name("NAME,...")
      ->delimiter(',');
}

void add_root_option(CLI::App& command, std::string& root, const std::string& about) {
  command.add_option("--root", root, "the project's folder, " + about)
      ->type_name("FOLDER")
      ->capture_default_str();
}

std::uint64_t parse_number(std::string_view option, std::string_view text, std::uint64_t least,
                           std::uint64_t most) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || number < least || number > most) {
    refuse(option, text, fmt::format("is not a whole number from {} to {}", least, most));
  }
  return number;
}

Seconds parse_duration(std::string_view option, std::string_view text) {
  constexpr std::pair<std::string_view, double> units[] = {
      {"", 1}, {"s", 1}, {"ms", 0.001}, {"m", 60}, {"h", 3600}};
  constexpr double longest = 365.0 * 24 * 3600;
  double number = 0;
  const auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), number, std::chars_format::fixed);
  const std::string_view unit = text.substr(static_cast<std::size_t>(end - text.data()));
  for (const auto& [name, seconds] : units) {
    if (error == std::errc() && unit == name && number > 0 && number * seconds <= longest) {
      return Seconds(number * seconds);
    }
  }
  refuse(option, text, "is not a time such as 500ms, 60s, 10m or 2h, more than 0 and at most a year");
}

core::ChoiceLog parse_schedule_option(std::string_view option, std::string_view text) {
  try {
    return core::parse_choices(text);
  } catch (const core::ScheduleError& error) {
    throw UsageError(fmt::format("{}: column {}: found {}; allowed here: {}", option, error.column(),
                                 error.found(), error.allowed()));
  }
}

void check_folder_option(std::string_view option, const std::filesystem::path& folder) {
  try {
    findings::check_folder(folder);
  } catch (const std::runtime_error& error) {
    throw UsageError(fmt::format("{}: {}", option, error.what()));
  }
}

}  // namespace windtunnel::cli
