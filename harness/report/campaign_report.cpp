#include "harness/report/campaign_report.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <fmt/format.h>
#include <limits>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <type_traits>
#include <utility>

#include "harness/core/digest.hpp"
#include "harness/core/shell_word.hpp"
#include "harness/properties/laws/catalogue.hpp"
#include "harness/report/report_file.hpp"

namespace windtunnel::report {

namespace {

using Json = ReportJson;

constexpr unsigned report_version = 2;

template <class Number>
void read_number(const Json& json, Number& number, std::uint64_t most = std::numeric_limits<Number>::max()) {
  static_assert(std::is_unsigned_v<Number>);
  number = static_cast<Number>(number_of(json, most));
}

void read_count(const Json& json, std::uint64_t& count) {
  count = number_of(json);
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
  json["time"] = options.time ? Json(options.time->count()) : Json();
  json["shard"] = report::to_json(options.shard);
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
  // Earlier versions did not say it.
  if (json.contains("time") && !json.at("time").is_null())
    options.time = std::chrono::duration<double>(seconds_of(json.at("time")));
  options.shard = shard_of(json.at("shard"));
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
  const Json json = parse_report_json(text, file_name);
  try {
    return report_of(json);
  } catch (const std::exception& error) {
    refuse_report(file_name, error.what());
  }
}

std::string command_of(const engine::CampaignOptions& options, const engine::Shard& shard) {
  std::string words = "./wt check";
  if (options.programs) words += fmt::format(" --runs {}", *options.programs);
  if (options.time) words += fmt::format(" --time {}s", options.time->count());
  words += fmt::format(" --seed {} --model {}", options.seed, core::name_of(options.model));
  if (options.subject) words += fmt::format(" --subject {}", core::shell_word(options.subject->name));
  if (options.areas != generator::all_areas) {
    std::string areas;
    options.areas.for_each(
        [&](generator::Area area) { areas += fmt::format("{}{}", areas.empty() ? "" : ",", name_of(area)); });
    words += fmt::format(" --areas {}", areas);
  }
  for (const std::string& law : options.laws) words += fmt::format(" --law {}", law);
  return words + " " + shard_words(shard);
}

MergedReport merge(const std::vector<CampaignReport>& reports, const std::vector<std::string>& files) {
  if (reports.empty()) throw std::invalid_argument("there is no report to merge");
  MergedReport merged{reports.front(), ShardRoll(reports.front().options.shard.count)};
  for (std::size_t at = 0; at < reports.size(); ++at) {
    const CampaignReport& report = reports[at];
    const std::string_view difference = difference_between(report.options, reports.front().options);
    if (!difference.empty())
      throw std::invalid_argument(fmt::format("{} and {} are no shards of one campaign: the {} differs",
                                              files.front(), files[at], difference));
    // One that found something has done what it was for.
    merged.shards.enter(report.options.shard, report.result.interrupted && report.findings.empty(),
                        files[at]);
    if (at == 0) continue;
    add(merged.whole.result, report.result);
    merged.whole.findings.insert(merged.whole.findings.end(), report.findings.begin(), report.findings.end());
  }
  merged.whole.options.shard = {};
  note_findings(merged.whole);
  return merged;
}

}  // namespace windtunnel::report
