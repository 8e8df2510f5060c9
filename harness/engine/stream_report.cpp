#include "harness/engine/stream_report.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <stdexcept>

namespace windtunnel::engine {

namespace {

using Json = nlohmann::json;

Json to_json(const GoalFigures& goals) {
  Json sometimes = Json::array();
  for (const GoalFigures::Sometimes& each : goals.sometimes) sometimes.push_back({each.words, each.runs});
  Json reach = Json::array();
  for (const GoalFigures::Reach& each : goals.reach) reach.push_back({each.words, each.best});
  return {{"sometimes", std::move(sometimes)}, {"reach", std::move(reach)}, {"too_many", goals.too_many}};
}

GoalFigures goals_from_json(const Json& json) {
  GoalFigures goals;
  for (const Json& each : json.at("sometimes")) goals.sometimes.push_back({each.at(0), each.at(1)});
  for (const Json& each : json.at("reach")) goals.reach.push_back({each.at(0), each.at(1)});
  goals.too_many = json.at("too_many");
  return goals;
}

Json to_json(const FaultFigures& faults) {
  Json counts = Json::array();
  for (const FaultFigures::Count& each : faults.counts) counts.push_back({each.name, each.runs, each.struck});
  return counts;
}

FaultFigures faults_from_json(const Json& json) {
  FaultFigures faults;
  for (const Json& each : json) faults.counts.push_back({each.at(0), each.at(1), each.at(2)});
  return faults;
}

Json to_json(const StreamReport& report) {
  std::vector<std::uint64_t> orders;
  std::vector<std::uint32_t> times;
  for (const auto& [order, count] : report.coverage.counted_orders()) {
    orders.push_back(order);
    times.push_back(count);
  }
  Json shares = Json::array();
  for (const Share& share : report.shares) shares.push_back({share.name, share.runs, share.news});
  return {{"runs", report.coverage.runs()},    {"steps", report.coverage.steps()},
          {"tasks", report.coverage.tasks()},  {"decisions", report.coverage.decisions()},
          {"orders", std::move(orders)},       {"times", std::move(times)},
          {"certificate", report.certificate}, {"over", report.over},
          {"shares", std::move(shares)},       {"pct_runs", report.pct_runs},
          {"goals", to_json(report.goals)},    {"faults", to_json(report.faults)}};
}

StreamReport from_json(const Json& json) {
  const std::vector<std::uint64_t> keys = json.at("orders");
  const std::vector<std::uint32_t> times = json.at("times");
  Coverage::Orders orders(keys.size());
  for (std::size_t at = 0; at < keys.size(); ++at) orders[keys[at]] = times.at(at);
  StreamReport report;
  report.coverage =
      Coverage(json.at("runs"), json.at("steps"), json.at("tasks"), json.at("decisions"), std::move(orders));
  report.certificate = json.at("certificate");
  report.over = json.at("over");
  for (const Json& share : json.at("shares"))
    report.shares.push_back({share.at(0), share.at(1), share.at(2)});
  report.pct_runs = json.at("pct_runs");
  report.goals = goals_from_json(json.at("goals"));
  report.faults = faults_from_json(json.at("faults"));
  return report;
}

}  // namespace

StreamReport& StreamReport::operator+=(const StreamReport& other) {
  coverage += other.coverage;
  if (certificate.empty() || other.over) certificate = other.certificate;
  over = over || other.over;
  goals += other.goals;
  faults += other.faults;
  for (const Share& share : other.shares) {
    auto at = std::find_if(shares.begin(), shares.end(),
                           [&](const Share& each) { return each.name == share.name; });
    if (at == shares.end()) at = shares.insert(at, {share.name, 0, 0});
    at->runs += share.runs;
    at->news += share.news;
  }
  for (std::size_t depth = 0; depth < pct_runs.size(); ++depth) pct_runs[depth] += other.pct_runs[depth];
  return *this;
}

std::string to_bytes(const std::vector<StreamReport>& reports) {
  Json all = Json::array();
  for (const StreamReport& report : reports) all.push_back(to_json(report));
  std::string bytes;
  Json::to_cbor(all, bytes);
  return bytes;
}

std::vector<StreamReport> reports_from_bytes(const std::string& bytes) {
  try {
    std::vector<StreamReport> reports;
    for (const Json& each : Json::from_cbor(bytes)) reports.push_back(from_json(each));
    return reports;
  } catch (const Json::exception& error) {
    throw std::runtime_error(std::string("a report of a search cannot be read: ") + error.what());
  }
}

}  // namespace windtunnel::engine
