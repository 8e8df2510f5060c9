#include "harness/cli/arguments.hpp"

#include <charconv>
#include <fmt/format.h>
#include <stdexcept>
#include <utility>

#include "harness/check/finding.hpp"
#include "harness/cli/commands.hpp"
#include "harness/generator/areas.hpp"
#include "harness/scenario/source_error.hpp"

namespace windtunnel {

namespace {

[[noreturn]] void refuse(std::string_view option, std::string_view found, std::string_view allowed) {
  throw UsageError(fmt::format("{}: found {}; allowed here: {}", option, in_quotes(found), allowed));
}

}  // namespace

std::uint64_t parse_number(std::string_view option, std::string_view text, std::uint64_t least,
                           std::uint64_t most) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || number < least || number > most) {
    refuse(option, text, fmt::format("a whole number from {} to {}", least, most));
  }
  return number;
}

std::chrono::duration<double> parse_duration(std::string_view option, std::string_view text) {
  constexpr std::pair<std::string_view, double> units[] = {
      {"", 1}, {"s", 1}, {"ms", 0.001}, {"m", 60}, {"h", 3600}};
  constexpr double longest = 365.0 * 24 * 3600;
  double number = 0;
  const auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), number, std::chars_format::fixed);
  const std::string_view unit = text.substr(static_cast<std::size_t>(end - text.data()));
  for (const auto& [name, seconds] : units) {
    if (error == std::errc() && unit == name && number > 0 && number * seconds <= longest) {
      return std::chrono::duration<double>(number * seconds);
    }
  }
  refuse(option, text, "a time such as 500ms, 60s, 10m or 2h, more than 0 and at most a year");
}

Freedom parse_freedom(std::string_view option, std::string_view text) {
  const std::optional<Freedom> freedom = freedom_named(text);
  if (!freedom) refuse(option, text, "contract, adversary");
  return *freedom;
}

std::uint8_t parse_areas(std::string_view option, const std::vector<std::string>& names) {
  std::uint8_t sum = bit(Area::core);
  for (const std::string& name : names) {
    const std::uint8_t area = area_named(name);
    if (area == 0) refuse(option, name, area_names());
    sum = static_cast<std::uint8_t>(sum | area);
  }
  return sum;
}

Shard parse_shard(std::string_view option, std::string_view text) {
  Shard shard{0, 0};
  const char* const text_end = text.data() + text.size();
  auto [end, error] = std::from_chars(text.data(), text_end, shard.number);
  if (error == std::errc() && end != text_end && *end == '/') {
    const auto rest = std::from_chars(end + 1, text_end, shard.count);
    end = rest.ptr;
    error = rest.ec;
  }
  if (error != std::errc() || end != text_end || shard.number < 1 || shard.number > shard.count ||
      shard.count > most_shards) {
    refuse(option, text, fmt::format("i/n, the i-th of n shards, n up to {}", most_shards));
  }
  return shard;
}

void check_folder_option(std::string_view option, const std::filesystem::path& folder) {
  try {
    check_folder(folder);
  } catch (const std::runtime_error& error) {
    throw UsageError(fmt::format("{}: {}", option, error.what()));
  }
}

ChoiceLog parse_schedule_option(std::string_view option, std::string_view text) {
  try {
    return parse_schedule(text);
  } catch (const ScheduleError& error) {
    throw UsageError(fmt::format("{}: column {}: found {}; allowed here: {}", option, error.column(),
                                 error.found(), error.allowed()));
  }
}

}  // namespace windtunnel
