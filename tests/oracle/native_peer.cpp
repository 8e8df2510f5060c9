// The native side of the comparison with the real Tornado. It answers the oracle's own protocol
// (harness/oracle/server.py): a request a line on stdin, an answer a line on stdout, both JSON objects. A
// request may, instead of `source`, have `generate`, the number of a program under `seed`, and `areas`; its
// answer then has the program's `source`. `random` asks for that many random schedules after those of
// `schedules`. One process does thousands of runs, each with nothing of the last.
#include <cstdio>
#include <exception>
#include <iostream>
#include <nlohmann/json.hpp>
#include <string>

#include "harness/choices/choice_log.hpp"
#include "harness/choices/log_source.hpp"
#include "harness/choices/random.hpp"
#include "harness/choices/seeded_source.hpp"
#include "harness/generator/generator.hpp"
#include "harness/scenario/parser.hpp"
#include "harness/scenario/printer.hpp"
#include "harness/subjects/scenario_subject.hpp"

namespace windtunnel {

namespace {

using Json = nlohmann::json;

/// Areas by the names that the golden files' folders have; throws for any other.
std::uint8_t areas_named(const Json& names) {
  std::uint8_t sum = 0;
  for (const Json& name : names) {
    const std::uint8_t area = area_named(name.get<std::string>());
    if (area == 0) throw std::runtime_error("no area " + name.dump() + "; there are " + area_names());
    sum = static_cast<std::uint8_t>(sum | area);
  }
  return sum;
}

/// The text of a generated program.
std::string generated(const Json& request) {
  GeneratorOptions options;
  if (request.contains("areas")) options.areas = areas_named(request["areas"]);
  options.size = request.value("size", options.size);
  options.swarm = request.value("swarm", options.swarm);
  SeededSource source(
      derive(request.value("seed", std::uint64_t{0}), request["generate"].get<std::uint64_t>()));
  Scenario scenario;
  generate(source, options, scenario);
  return print(scenario);
}

std::string one_run(const ScenarioSubject& subject, tornado::ChoiceSource& choices,
                    const RunOptions& options) {
  Trace trace;
  run(subject.subject(), choices, options, trace);
  return trace.full_text();
}

/// Fills `found`: the source first, so that it is there whatever is wrong with it.
void answer(const Json& request, Json& found) {
  std::string source = request.contains("source") ? request["source"].get<std::string>() : generated(request);
  if (!request.contains("source")) found["source"] = source;
  std::string file = request.value("file", "scenario");
  Scenario scenario = parse(source, file);
  ScenarioSubject subject(scenario, file);
  RunOptions options;
  options.observe = false;
  options.phase_limit = request.value("phases", options.phase_limit);
  Json& traces = found["traces"] = Json::array();
  for (const Json& schedule : request.value("schedules", Json::array())) {
    ChoiceLog log = parse_schedule(schedule.get<std::string>());
    LogSource choices(log);
    traces.push_back(one_run(subject, choices, options));
  }
  std::uint64_t seed =
      derive(request.value("seed", std::uint64_t{0}), request.value("generate", std::uint64_t{0}));
  for (std::uint64_t at = 0; at < request.value("random", std::uint64_t{0}); ++at) {
    SeededSource choices(derive(seed, at));
    traces.push_back(one_run(subject, choices, options));
  }
}

Json answer_line(const std::string& line) {
  Json found;
  try {
    answer(Json::parse(line), found);
  } catch (const std::exception& error) {
    found["error"] = error.what();
  }
  return found;
}

}  // namespace

}  // namespace windtunnel

int main() {
  using windtunnel::Json;
  std::string line;
  while (std::getline(std::cin, line)) {
    // A string of a scenario may hold bytes that are no UTF-8; those are shown, not refused.
    std::cout << windtunnel::answer_line(line).dump(-1, ' ', false, Json::error_handler_t::replace)
              << std::endl;
  }
  return 0;
}
