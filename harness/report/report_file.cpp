#include "harness/report/report_file.hpp"

#include <fmt/format.h>
#include <fstream>
#include <stdexcept>
#include <system_error>
#include <utility>

#include "harness/scenario/source_error.hpp"

namespace windtunnel::report {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view a_report = "a report that `--report` of this version wrote";

}  // namespace

std::string read_report_text(const fs::path& path) {
  const auto refuse = [&](std::string found) {
    throw scenario::SourceError(path.string(), {}, std::move(found),
                                fmt::format("a report, a file of at most {} bytes", max_report_bytes));
  };
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (status.type() == fs::file_type::not_found) refuse("no such file");
  if (!fs::is_regular_file(status)) refuse("what is no regular file");
  const std::uintmax_t size = fs::file_size(path, error);
  if (error || size > max_report_bytes) refuse("a file that is too large");
  std::ifstream file(path, std::ios::binary);
  std::string text(static_cast<std::size_t>(size), '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (!file) refuse("a file that cannot be read");
  return text;
}

ReportJson parse_report_json(std::string_view text, std::string_view file_name) {
  ReportJson json = ReportJson::parse(text.begin(), text.end(), nullptr, false);
  if (json.is_discarded())
    throw scenario::SourceError(file_name, {}, "what is no JSON", std::string(a_report));
  return json;
}

void refuse_report(std::string_view file_name, std::string_view found) {
  throw scenario::SourceError(file_name, {}, scenario::printable(found, 200), std::string(a_report));
}

std::uint64_t number_of(const ReportJson& json, std::uint64_t most) {
  if (!json.is_number_unsigned() || json.get<std::uint64_t>() > most)
    throw std::invalid_argument(
        fmt::format("{}, but a whole number from 0 to {} is needed", json.dump(), most));
  return json.get<std::uint64_t>();
}

double seconds_of(const ReportJson& json) {
  const auto seconds = json.get<double>();
  if (!(seconds >= 0 && seconds <= static_cast<double>(largest_count)))
    throw std::invalid_argument("no number of seconds");
  return seconds;
}

ReportJson to_json(const engine::Shard& shard) {
  return {shard.number, shard.count};
}

engine::Shard shard_of(const ReportJson& json) {
  const engine::Shard shard{number_of(json.at(0)), number_of(json.at(1))};
  if (shard.number < 1 || shard.number > shard.count || shard.count > engine::most_shards)
    throw std::invalid_argument("no shard");
  return shard;
}

}  // namespace windtunnel::report
