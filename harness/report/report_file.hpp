// The files in which reports of shards are: read with care, because they come from other machines.
#pragma once

#include <cstdint>
#include <filesystem>
#include <limits>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "harness/engine/shard.hpp"

namespace windtunnel::report {

/// The longest report that is read, in bytes.
inline constexpr std::size_t max_report_bytes = std::size_t{64} << 20U;

/// No count in a report is larger: even the sum over the most shards fits its type.
inline constexpr std::uint64_t largest_count = 100'000'000'000'000;
static_assert(largest_count <= std::numeric_limits<std::uint64_t>::max() / engine::most_shards);

using ReportJson = nlohmann::ordered_json;

/// Reads a file. Throws SourceError for what is no regular file or too large.
std::string read_report_text(const std::filesystem::path& path);

/// Throws SourceError for what is no JSON; `file_name` is for messages.
ReportJson parse_report_json(std::string_view text, std::string_view file_name);

/// Refuses a report in words. Throws SourceError.
[[noreturn]] void refuse_report(std::string_view file_name, std::string_view found);

/// A whole number of at most that. Throws std::invalid_argument for anything else: the JSON library would
/// turn -1, 1e300 and 2^64 into some number.
std::uint64_t number_of(const ReportJson& json, std::uint64_t most = largest_count);

/// A time in seconds, not negative. Throws std::invalid_argument.
double seconds_of(const ReportJson& json);

/// A shard as [2, 5]. Throws std::invalid_argument.
ReportJson to_json(const engine::Shard& shard);
engine::Shard shard_of(const ReportJson& json);

}  // namespace windtunnel::report
