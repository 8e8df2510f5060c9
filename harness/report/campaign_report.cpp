#include "harness/report/campaign_report.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <fmt/format.h>
#include <fstream>
#include <limits>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <type_traits>
#include <utility>

#include "harness/core/digest.hpp"
#include "harness/properties/laws/catalogue.hpp"
#include "harness/scenario/source_error.hpp"

namespace windtunnel::report {

namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr unsigned report_version = 2;
constexpr std::string_view a_report = "a report that `wt check --report` of this version wrote";

// No count is larger: even the sum over the most shards fits its type.
constexpr std::uint64_t largest_count = 100'000'000'000'000;
static_assert(largest_count <= UINT64_MAX / engine::most_shards);

// The JSON library would turn -1, 1e300 and 2^64 into some number.
template <class Number>
void read_number(const Json& json, Number& number, std::uint64_t most = std::numeric_limits<Number>::max()) {
  static_assert(std::is_unsigned_v<Number>);
  if (!json.is_number_unsigned() || json.get<std::uint64_t>() > most)
    throw std::invalid_argument(
        fmt::format("{}, but a whole number from 0 to {} is needed", json.dump(), most));
  number = static_cast<Number>(json.get<std::uint64_t>());
}

void read_count(const Json& json, std::uint64_t& count) {
  read_number(json, count, largest_count);
}

// The numbers of an array by the names of its places.
template <class Enum, std::size_t Size>
Json by_name(const std::array<std::uint64_t, Size>& numbers) {
  Json json = Json::object();
  for (std::size_t at = 0; at < Size; ++at) json[std::string(name_of(static_cast<Enum>(at)))] = numbers[at];
  return json;
}

template <class Enum, std::size_t Size>
void read_by_name(const Json& json, std::array<std::uint64_t, Size>& numbers) {
  if (json.size() != Size) throw std::invalid_argument("another number of names");
  for (std::size_t at = 0; at < Size; ++at)
    read_count(json.at(std::string(name_of(static_cast<Enum>(at)))), numbers[at]);
}

Json to_json(const engine::CampaignOptions& options) {
  Json json;
  json["seed"] = options.seed;
  json["model"] = core::name_of(options.model);
  json["programs"] = options.programs ? Json(*options.programs) : Json();
  json["shard"] = {options.shard.number, options.shard.count};
  json["laws"] = options.laws;
  json["size"] = options.program_size;
  json["areas"] = options.areas.group(0);
  json["subject"] = options.subject ? Json(options.subject->name) : Json();
  return json;
}

engine::CampaignOptions options_of(const Json& json) {
  engine::CampaignOptions options;
  read_number(json.at("seed"), options.seed);
  options.model = core::model_named(json.at("model").get<std::string>()).value();
  if (!json.at("programs").is_null()) read_number(json.at("programs"), options.programs.emplace());
  read_number(json.at("shard").at(0), options.shard.number);
  read_number(json.at("shard").at(1), options.shard.count);
  json.at("laws").get_to(options.laws);
  read_number(json.at("size"), options.program_size);
  std::uint8_t areas = 0;
  read_number(json.at("areas"), areas, static_cast<std::uint8_t>(generator::all_areas.group(0)));
  options.areas = {};
  options.areas.add_group(0, areas);
  if (!json.at("subject").is_null()) {
    options.subject = subjects::cpp_subject_named(json.at("subject").get<std::string>());
    if (!options.subject) throw std::invalid_argument("no such subject");
  }
  const engine::Shard& shard = options.shard;
  if (shard.number < 1 || shard.number > shard.count || shard.count > engine::most_shards)
    throw std::invalid_argument("no shard");
  return options;
}

Json to_json(const core::ChoiceCounts& choices) {
  Json json = Json::object();
  for (std::size_t at = 0; at < tornado::choice_kind_count; ++at)
    json[std::string(name_of(static_cast<tornado::ChoiceKind>(at)))] = {choices.kinds[at].asked,
                                                                        choices.kinds[at].moved};
  return json;
}

void read(const Json& json, core::ChoiceCounts& choices) {
  for (std::size_t at = 0; at < tornado::choice_kind_count; ++at) {
    const Json& counts = json.at(std::string(name_of(static_cast<tornado::ChoiceKind>(at))));
    read_count(counts.at(0), choices.kinds[at].asked);
    read_count(counts.at(1), choices.kinds[at].moved);
  }
}

Json to_json(const engine::CampaignResult& result) {
  Json json;
  json["programs"] = result.programs;
  json["runs"] = result.runs;
  json["steps"] = result.steps;
  json["repeated"] = result.repeated;
  json["digest"] = core::hex(result.digest);
  json["seconds"] = result.seconds;
  json["interrupted"] = result.interrupted;
  Json laws = Json::object();
  for (const engine::LawTally& law : result.laws) laws[std::string(law.name)] = law.runs_judged;
  json["laws"] = std::move(laws);
  Json known = Json::object();
  for (const engine::KnownCounts::Entry& entry : result.known) known[std::string(entry.defect)] = entry.runs;
  json["known"] = std::move(known);
  json["choices"] = to_json(result.choices);
  json["generated"] = result.constructs.programs;
  json["enabled"] = by_name<generator::Construct>(result.constructs.enabled);
  json["occurred"] = by_name<generator::Construct>(result.constructs.occurred);
  json["marks"] = by_name<properties::Mark>(result.marks.runs);
  json["events"] = result.events;
  json["faults_enabled"] = by_name<tornado::Fault>(result.faults_enabled);
  json["faults"] = by_name<tornado::Fault>(result.faults);
  return json;
}

std::uint64_t digest_named(const std::string& text) {
  std::uint64_t digest = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), digest, 16);
  if (error != std::errc() || end != text.data() + text.size()) throw std::invalid_argument("no digest");
  return digest;
}

// The name of a known defect as a text that lasts.
std::string_view lasting(const std::string& name) {
  const properties::LawEntry* entry = properties::find_law(name);
  if (entry == nullptr || !entry->known) throw std::invalid_argument("no such known defect");
  return entry->name;
}

double seconds_of(const Json& json) {
  const auto seconds = json.get<double>();
  if (!(seconds >= 0 && seconds <= static_cast<double>(largest_count)))
    throw std::invalid_argument("no number of seconds");
  return seconds;
}

void read_events(const Json& json, engine::CampaignFigures& figures) {
  if (json.size() != figures.events.size()) throw std::invalid_argument("another number of kinds of events");
  for (std::size_t at = 0; at < figures.events.size(); ++at) read_count(json.at(at), figures.events[at]);
}

engine::CampaignResult result_of(const Json& json, const engine::CampaignOptions& options) {
  engine::CampaignResult result;
  read_count(json.at("programs"), result.programs);
  read_count(json.at("runs"), result.runs);
  read_count(json.at("steps"), result.steps);
  read_count(json.at("repeated"), result.repeated);
  result.digest = digest_named(json.at("digest").get<std::string>());
  result.seconds = seconds_of(json.at("seconds"));
  json.at("interrupted").get_to(result.interrupted);
  const properties::LawSet laws(options.laws, guarantees_of(options));
  const Json& judged = json.at("laws");
  for (std::size_t at = 0; at < laws.size(); ++at) {
    const properties::LawCard& card = laws.card(at);
    const auto found = judged.find(std::string(card.name));
    if (found == judged.end()) continue;
    read_count(*found, result.judged[at]);
    result.laws.push_back({card.name, card.title, result.judged[at]});
  }
  for (const auto& [defect, json_runs] : json.at("known").items()) {
    std::uint64_t runs = 0;
    read_count(json_runs, runs);
    result.known.add(lasting(defect), runs);
  }
  read(json.at("choices"), result.choices);
  read_count(json.at("generated"), result.constructs.programs);
  read_by_name<generator::Construct>(json.at("enabled"), result.constructs.enabled);
  read_by_name<generator::Construct>(json.at("occurred"), result.constructs.occurred);
  // Reports of earlier versions say "meetings".
  read_by_name<properties::Mark>(json.at(json.contains("marks") ? "marks" : "meetings"), result.marks.runs);
  read_events(json.at("events"), result);
  read_by_name<tornado::Fault>(json.at("faults_enabled"), result.faults_enabled);
  read_by_name<tornado::Fault>(json.at("faults"), result.faults);
  return result;
}

// That a law was broken, and by which program: the finding itself is a text.
void note_findings(CampaignReport& report) {
  std::sort(report.findings.begin(), report.findings.end(),
            [](const auto& left, const auto& right) { return left.program < right.program; });
  if (report.findings.empty()) return;
  report.result.failure.emplace();
  report.result.failure->number = report.findings.front().program;
}

CampaignReport report_of(const Json& json) {
  if (json.at("windtunnel report") != report_version) throw std::invalid_argument("another version");
  CampaignReport report;
  report.options = options_of(json.at("campaign"));
  report.result = result_of(json.at("figures"), report.options);
  for (const Json& finding : json.at("findings")) {
    ReportedFinding& read = report.findings.emplace_back();
    read_number(finding.at("program"), read.program);
    finding.at("text").get_to(read.text);
  }
  note_findings(report);
  return report;
}

std::string_view subject_of(const engine::CampaignOptions& options) {
  return options.subject ? std::string_view(options.subject->name) : std::string_view();
}

// In what they differ, if they are not shards of one campaign; else empty.
std::string_view difference_between(const engine::CampaignOptions& one,
                                    const engine::CampaignOptions& other) {
  if (subject_of(one) != subject_of(other)) return "subject";
  if (one.seed != other.seed) return "seed";
  if (one.model != other.model) return "scheduling model";
  if (one.programs != other.programs) return "number of programs";
  if (one.shard.count != other.shard.count) return "number of shards";
  if (one.laws != other.laws) return "laws";
  if (one.areas != other.areas || one.program_size != other.program_size) return "kind of programs";
  return {};
}

void add(engine::CampaignResult& sum, const engine::CampaignResult& part) {
  sum += part;
  sum.seconds += part.seconds;
  sum.interrupted = sum.interrupted || part.interrupted;
  for (std::size_t at = 0; at < sum.laws.size() && at < part.laws.size(); ++at)
    sum.laws[at].runs_judged += part.laws[at].runs_judged;
}

}  // namespace

std::string to_json(const CampaignReport& report) {
  Json json;
  json["windtunnel report"] = report_version;
  json["campaign"] = to_json(report.options);
  json["figures"] = to_json(report.result);
  json["findings"] = Json::array();
  for (const ReportedFinding& finding : report.findings)
    json["findings"].push_back({{"program", finding.program}, {"text", finding.text}});
  return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

CampaignReport parse_report(std::string_view text, std::string_view file_name) {
  const Json json = Json::parse(text.begin(), text.end(), nullptr, false);
  if (json.is_discarded())
    throw scenario::SourceError(file_name, {}, "what is no JSON", std::string(a_report));
  try {
    return report_of(json);
  } catch (const std::exception& error) {
    throw scenario::SourceError(file_name, {}, scenario::printable(error.what(), 200), std::string(a_report));
  }
}

CampaignReport read_report(const fs::path& path) {
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
  return parse_report(text, path.string());
}

MergedReport merge(const std::vector<CampaignReport>& reports, const std::vector<std::string>& files) {
  if (reports.empty()) throw std::invalid_argument("there is no report to merge");
  const engine::Shard& shard = reports.front().options.shard;
  std::vector<bool> there(shard.count);
  MergedReport merged;
  for (std::size_t at = 0; at < reports.size(); ++at) {
    const CampaignReport& report = reports[at];
    const std::string_view difference = difference_between(report.options, reports.front().options);
    if (!difference.empty())
      throw std::invalid_argument(fmt::format("{} and {} are no shards of one campaign: the {} differs",
                                              files.front(), files[at], difference));
    const std::uint64_t place = report.options.shard.number - 1;
    if (there[place])
      throw std::invalid_argument(fmt::format("{}: shard {} is there twice", files[at], place + 1));
    there[place] = true;
    if (at == 0) {
      merged.whole = report;
    } else {
      add(merged.whole.result, report.result);
      merged.whole.findings.insert(merged.whole.findings.end(), report.findings.begin(),
                                   report.findings.end());
    }
  }
  merged.whole.options.shard = {};
  note_findings(merged.whole);
  for (std::uint64_t place = 0; place < shard.count; ++place)
    if (!there[place]) merged.missing.push_back(place + 1);
  return merged;
}

}  // namespace windtunnel::report
