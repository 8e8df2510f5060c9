#include "harness/oracle/golden_file.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <stdexcept>

#include "harness/core/whole_file.hpp"
#include "harness/oracle/comparison.hpp"
#include "harness/scenario/parser.hpp"
#include "harness/scenario/source_error.hpp"
#include "harness/scenario/source_text.hpp"

namespace windtunnel::oracle {

namespace {

constexpr unsigned attempts = 20;  // schedules drawn for each that is wanted: many are alike
constexpr std::uint64_t seed = 1;
constexpr std::size_t longest_path = 1000;

}  // namespace

std::filesystem::path golden_path(const std::filesystem::path& scenario) {
  return std::filesystem::path(scenario).replace_extension(".trace");
}

GoldenFile ask_for_golden(const std::filesystem::path& scenario, OraclePeer& oracle, unsigned schedules) {
  const std::string name = scenario.string();
  std::string source = scenario::read_source(scenario);
  scenario::parse(source, name);  // for its words: run_locally knows no file
  const LocalRuns native = run_locally(std::move(source), {{}, attempts * (schedules - 1), seed});
  const OracleAnswer answer = oracle.ask(request_for(native));
  if (answer.kind != OracleAnswer::Kind::ran) {
    throw std::runtime_error(fmt::format(
        "{}: {}: {}", scenario::printable(name, longest_path),
        answer.kind == OracleAnswer::Kind::refused ? "the real Tornado refuses it" : "the oracle failed",
        answer.words));
  }
  GoldenFile golden{golden_path(scenario), {}, !compare(native, answer)};
  for (const std::string& trace : answer.traces) {
    if (golden.traces.size() == schedules) break;
    if (std::find(golden.traces.begin(), golden.traces.end(), trace) == golden.traces.end())
      golden.traces.push_back(trace);
  }
  return golden;
}

void write_golden(const GoldenFile& golden) {
  std::string text;
  for (const std::string& trace : golden.traces) text.append(text.empty() ? "" : "\n").append(trace);
  if (!core::write_whole(golden.path, text)) {
    throw std::runtime_error(
        fmt::format("{}: cannot be written", scenario::printable(golden.path.string(), longest_path)));
  }
}

}  // namespace windtunnel::oracle
