// What options hold when they are more than a word: numbers, durations, freedoms, schedules. Each is refused
// in the same words: the option, what was found, what is allowed.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "harness/check/shard.hpp"
#include "harness/choices/choice_log.hpp"
#include "harness/freedom.hpp"

namespace windtunnel {

/// A whole number in decimal digits, `least` to `most`. Throws UsageError that names the option.
std::uint64_t parse_number(std::string_view option, std::string_view text, std::uint64_t least,
                           std::uint64_t most);

/// A positive number of seconds, or with a unit: 500ms, 60s, 10m, 2h; a year at most. Throws UsageError that
/// names the option.
std::chrono::duration<double> parse_duration(std::string_view option, std::string_view text);

/// `contract` or `adversary`. Throws UsageError that names the option.
Freedom parse_freedom(std::string_view option, std::string_view text);

/// The areas with these names, as a sum of bit(Area); core is always among them, as without it there would be
/// no program. Throws UsageError that names the option.
std::uint8_t parse_areas(std::string_view option, const std::vector<std::string>& names);

/// `i/n`, the i-th of n shards, i from 1. Throws UsageError that names the option.
Shard parse_shard(std::string_view option, std::string_view text);

/// Makes sure that files can be written into the folder, which is made where it is not there. Throws
/// UsageError that names the option.
void check_folder_option(std::string_view option, const std::filesystem::path& folder);

/// A schedule's text form. Throws UsageError that names the option.
ChoiceLog parse_schedule_option(std::string_view option, std::string_view text);

}  // namespace windtunnel
