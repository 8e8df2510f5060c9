#include "harness/findings/test_report.hpp"

#include <charconv>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <set>
#include <string_view>
#include <system_error>
#include <utility>

#include "harness/core/lines.hpp"
#include "harness/findings/tell.hpp"

namespace windtunnel::findings {

namespace {

using ReportJson = nlohmann::ordered_json;

struct CodePlace {
  std::string file;
  int line = 0;
};

// "pool.cpp:12"; `file` is its whole path if that is known.
CodePlace place_of(std::string_view place, const std::string& file) {
  CodePlace found;
  const std::size_t colon = place.rfind(':');
  if (colon == std::string_view::npos) return found;
  std::from_chars(place.data() + colon + 1, place.data() + place.size(), found.line);
  found.file = file.empty() ? std::string(place.substr(0, colon)) : file;
  std::error_code failed;
  const std::filesystem::path path(found.file);
  if (path.is_absolute()) {
    const std::filesystem::path here = path.lexically_relative(std::filesystem::current_path(failed));
    if (!failed && !here.empty() && !here.string().starts_with("..")) found.file = here.string();
  }
  return found;
}

// Where the rule was broken; otherwise the latest place of the program.
CodePlace place_of(const Story& story) {
  for (std::size_t at = story.steps.size(); at-- > 0;) {
    const StoryStep& step = story.steps[at];
    if (!step.place.empty()) return place_of(step.place, step.file);
  }
  return {};
}

ReportJson lines_of(std::string_view text) {
  ReportJson lines = ReportJson::array();
  while (!text.empty()) lines.push_back(std::string(core::take_line(text)));
  return lines;
}

ReportJson to_json(const StoryStep& step, const Story& story) {
  const StoryLane& lane = story.lanes[step.lane];
  ReportJson json = {{"seconds", step.seconds}, {"task", lane.name}};
  if (!lane.host.empty()) json["host"] = lane.host;
  json["kind"] = name_of(step.kind);
  json["words"] = step.words;
  if (!step.place.empty()) json["place"] = step.place;
  json["causes"] = step.causes;
  return json;
}

ReportJson to_json(const FindingReport& found) {
  const CodePlace place = place_of(found.story);
  ReportJson steps = ReportJson::array();
  for (const StoryStep& step : found.story.steps) steps.push_back(to_json(step, found.story));
  ReportJson json = {{"law", found.finding.law}, {"message", found.finding.message}};
  if (place.line != 0) {
    json["file"] = place.file;
    json["line"] = place.line;
  }
  json["because"] = lines_of(explanation_of(found.finding));
  json["schedule"] = to_text(found.finding.schedule);
  json["finding"] = found.path;
  json["replay"] = found.replay;
  json["steps"] = std::move(steps);
  return json;
}

std::string text_of(const ReportJson& json) {
  return json.dump(2, ' ', false, ReportJson::error_handler_t::replace) + "\n";
}

ReportJson sarif_result(const TestReport& test) {
  const FindingReport& found = *test.found;
  std::string words = found.finding.message;
  if (const std::string because = explanation_of(found.finding); !because.empty()) words += "\n" + because;
  ReportJson result = {{"ruleId", found.finding.law},
                       {"level", "error"},
                       {"message", {{"text", test.subject + ": " + words}}},
                       {"partialFingerprints", {{"windtunnel/v1", test.subject + "/" + found.finding.law}}}};
  const CodePlace place = place_of(found.story);
  if (place.line != 0) {
    ReportJson location;
    location["physicalLocation"] = {{"artifactLocation", {{"uri", place.file}}},
                                    {"region", {{"startLine", place.line}}}};
    result["locations"] = ReportJson::array({location});
  }
  return result;
}

}  // namespace

std::string to_report(const std::vector<TestReport>& tests, const TestProgram& program) {
  ReportJson all = ReportJson::array();
  for (const TestReport& test : tests) {
    ReportJson json = {{"test", test.test},         {"subject", test.subject},
                       {"holds", test.holds},       {"schedules", test.schedules},
                       {"shown", test.certificate}, {"objections", test.objections}};
    json["goals"] = ReportJson::array();
    for (const ReportedGoal& goal : test.goals)
      json["goals"].push_back({{"words", goal.words}, {"schedules", goal.schedules}});
    json["finding"] = test.found ? to_json(*test.found) : ReportJson(nullptr);
    all.push_back(std::move(json));
  }
  ReportJson json;
  json["windtunnel_report"] = report_format;
  if (program.of_shards > 1) {
    json["program"] = program.name;
    json["shard"] = {program.shard, program.of_shards};
  }
  json["tests"] = std::move(all);
  return text_of(json);
}

std::string to_sarif(const std::vector<TestReport>& tests) {
  ReportJson results = ReportJson::array();
  std::set<std::string> laws;
  for (const TestReport& test : tests) {
    if (!test.found) continue;
    results.push_back(sarif_result(test));
    laws.insert(test.found->finding.law);
  }
  ReportJson rules = ReportJson::array();
  for (const std::string& law : laws) rules.push_back({{"id", law}});
  ReportJson run;
  run["tool"]["driver"] = {{"name", "windtunnel"}, {"rules", rules}};
  run["results"] = results;
  ReportJson log;
  log["$schema"] = "https://json.schemastore.org/sarif-2.1.0.json";
  log["version"] = "2.1.0";
  log["runs"] = ReportJson::array({run});
  return text_of(log);
}

}  // namespace windtunnel::findings
