#include "harness/report/search_report.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <limits>
#include <stdexcept>
#include <utility>

#include "harness/core/shell_word.hpp"
#include "harness/report/report_file.hpp"
#include "harness/strategies/strategies.hpp"

namespace windtunnel::report {

namespace {

using Json = ReportJson;

constexpr const char* search_member = "windtunnel search report";
constexpr unsigned search_report_version = 1;
constexpr std::uint64_t any_number = std::numeric_limits<std::uint64_t>::max();

Json to_json(const SearchedWhat& what) {
  return {{"subject", what.subject},   {"strategy", what.strategy},         {"depth", what.depth},
          {"runs", what.runs},         {"seconds", what.seconds},           {"seed", what.seed},
          {"livelock", what.livelock}, {"model", core::name_of(what.model)}};
}

SearchedWhat what_of(const Json& json) {
  SearchedWhat what;
  json.at("subject").get_to(what.subject);
  json.at("strategy").get_to(what.strategy);
  strategies::make_strategy(what.strategy);
  what.depth = static_cast<unsigned>(number_of(json.at("depth"), std::numeric_limits<unsigned>::max()));
  what.runs = number_of(json.at("runs"), any_number);
  what.seconds = seconds_of(json.at("seconds"));
  what.seed = number_of(json.at("seed"), any_number);
  json.at("livelock").get_to(what.livelock);
  what.model = core::model_named(json.at("model").get<std::string>()).value();
  return what;
}

// What the streams of a search tell has a form in bytes, which is that of JSON.
Json to_json(const engine::SearchResult& result) {
  return {{"counted", Json::from_cbor(engine::to_bytes({result})).at(0)},
          {"seconds", result.seconds},
          {"interrupted", result.interrupted},
          {"cut_short", result.cut_short},
          {"only_counted", result.only_counted}};
}

engine::SearchResult result_of(const Json& json) {
  const Json& counted = json.at("counted");
  for (const char* count : {"runs", "steps", "tasks", "decisions"}) number_of(counted.at(count));
  for (const Json& each : counted.at("goals").at("sometimes")) number_of(each.at(1));
  for (const Json& each : counted.at("shares")) number_of(each.at(1)), number_of(each.at(2));
  const std::vector<std::uint8_t> bytes = Json::to_cbor(Json::array({counted}));
  engine::SearchResult result;
  static_cast<engine::StreamReport&>(result) =
      engine::reports_from_bytes(std::string(bytes.begin(), bytes.end())).at(0);
  result.seconds = seconds_of(json.at("seconds"));
  json.at("interrupted").get_to(result.interrupted);
  json.at("cut_short").get_to(result.cut_short);
  json.at("only_counted").get_to(result.only_counted);
  return result;
}

// That a schedule fails: the finding itself is a text.
void note_findings(SearchReport& report) {
  std::sort(report.findings.begin(), report.findings.end(), [](const auto& left, const auto& right) {
    return std::pair(left.shard, left.run) < std::pair(right.shard, right.run);
  });
  report.result.failure.reset();
  if (report.findings.empty()) return;
  report.result.failure.emplace();
  report.result.failure->run = report.findings.front().run;
}

SearchReport search_report_of(const Json& json) {
  if (json.at(search_member) != search_report_version) throw std::invalid_argument("another version");
  SearchReport report;
  report.what = what_of(json.at("search"));
  report.shard = shard_of(json.at("shard"));
  report.result = result_of(json.at("figures"));
  for (const Json& finding : json.at("findings"))
    report.findings.push_back({number_of(finding.at("shard")), number_of(finding.at("run")),
                               finding.at("text").get<std::string>()});
  note_findings(report);
  return report;
}

// In what they differ, if they are not shards of one search; else empty.
std::string_view difference_between(const SearchReport& one, const SearchReport& other) {
  if (one.what.subject != other.what.subject) return "subject";
  if (one.what.seed != other.what.seed) return "seed";
  if (one.what.model != other.what.model) return "scheduling model";
  if (one.what.strategy != other.what.strategy || one.what.depth != other.what.depth) return "strategy";
  if (one.what.runs != other.what.runs) return "number of schedules";
  if (one.what.livelock != other.what.livelock) return "rule";
  if (one.shard.count != other.shard.count) return "number of shards";
  return {};
}

}  // namespace

bool is_search_report(std::string_view text) {
  const Json json = Json::parse(text.begin(), text.end(), nullptr, false);
  return json.is_object() && json.contains(search_member);
}

std::string to_json(const SearchReport& report) {
  Json json;
  json[search_member] = search_report_version;
  json["search"] = to_json(report.what);
  json["shard"] = report::to_json(report.shard);
  json["figures"] = to_json(report.result);
  json["findings"] = Json::array();
  for (const FoundSchedule& finding : report.findings)
    json["findings"].push_back({{"shard", finding.shard}, {"run", finding.run}, {"text", finding.text}});
  return json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

SearchReport parse_search_report(std::string_view text, std::string_view file_name) {
  const Json json = parse_report_json(text, file_name);
  try {
    return search_report_of(json);
  } catch (const std::exception& error) {
    refuse_report(file_name, error.what());
  }
}

std::string command_of(const SearchedWhat& what, const engine::Shard& shard) {
  std::string words = fmt::format("./wt explore {} --strategy {} --depth {} --seed {} --model {}",
                                  core::shell_word(what.subject), what.strategy, what.depth, what.seed,
                                  core::name_of(what.model));
  if (what.livelock) words += " --livelock";
  if (what.runs != any_number) words += fmt::format(" --runs {}", what.runs);
  if (what.seconds > 0) words += fmt::format(" --time {}s", what.seconds);
  return words + " " + shard_words(shard);
}

MergedSearch merge(const std::vector<SearchReport>& reports, const std::vector<std::string>& files) {
  if (reports.empty()) throw std::invalid_argument("there is no report to merge");
  MergedSearch merged{reports.front(), ShardRoll(reports.front().shard.count)};
  for (std::size_t at = 0; at < reports.size(); ++at) {
    const SearchReport& report = reports[at];
    const std::string_view difference = difference_between(report, reports.front());
    if (!difference.empty())
      throw std::invalid_argument(fmt::format("{} and {} are no shards of one search: the {} differs",
                                              files.front(), files[at], difference));
    merged.shards.enter(report.shard, report.result.interrupted && report.findings.empty(), files[at]);
    if (at == 0) continue;
    engine::SearchResult& sum = merged.whole.result;
    sum += report.result;
    sum.seconds += report.result.seconds;
    sum.interrupted = sum.interrupted || report.result.interrupted;
    sum.cut_short = sum.cut_short || report.result.cut_short;
    sum.only_counted = sum.only_counted || report.result.only_counted;
    merged.whole.findings.insert(merged.whole.findings.end(), report.findings.begin(), report.findings.end());
  }
  merged.whole.shard = {};
  merged.whole.result.is_part = !merged.shards.is_complete();
  note_findings(merged.whole);
  return merged;
}

}  // namespace windtunnel::report
