#include "harness/oracle/script_diff.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <memory>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <utility>

#include "harness/core/random.hpp"
#include "harness/core/seeded_source.hpp"
#include "harness/oracle/comparison.hpp"
#include "harness/oracle/diff_campaign.hpp"

namespace windtunnel::oracle {

namespace {

using Json = nlohmann::json;
using subjects::ScriptKind;
using subjects::ScriptLines;
using Pace = ScriptPeer::Pace;

constexpr std::uint64_t scripts_at_once = 32;  // scripts in one question to the oracle
constexpr int most_repetitions = 3;

Json to_json(const ScriptDifference& found) {
  return {found.number, found.kind->name, found.script, found.ours, found.real, found.failure};
}

ScriptDifference difference_from_json(const Json& json) {
  return {json.at(0), subjects::script_kind_named(json.at(1).get<std::string>()),
          json.at(2), json.at(3),
          json.at(4), json.at(5)};
}

class ScriptDiffWork final : public engine::Work {
 public:
  explicit ScriptDiffWork(const ScriptDiffOptions& options)
      : options_(options), peer_(options.oracle, options.timeout) {}

  std::optional<core::Violation> work_on(std::uint64_t item, engine::WorkerSlot& slot) override {
    const std::uint64_t first = item * scripts_at_once;
    const std::uint64_t count =
        options_.programs ? std::min(scripts_at_once, *options_.programs - first) : scripts_at_once;
    std::vector<std::string> scripts;
    std::vector<ScriptLines> ours;
    for (std::uint64_t place = 0; place < count; ++place) {
      scripts.push_back(diff_script(options_, first + place));
      slot.begin_run(place);
      ours.push_back(options_.kind->run(scripts.back()));
      slot.end_run();
    }
    for (std::uint64_t place = 0; place < count; ++place) {
      ScriptDifference difference{first + place, options_.kind, scripts[place], ours[place], {}};
      if (is_same(difference)) continue;
      const std::string_view law = difference.failure.empty() ? as_original : oracle_answers;
      mine_.found = std::move(difference);
      return core::Violation{law, 0, "the lines differ"};
    }
    slot.cases = slot.runs = mine_.programs;
    return std::nullopt;
  }

  std::string report() override {
    Json json = {{"programs", mine_.programs}, {"lines", mine_.lines}, {"undetermined", mine_.undetermined}};
    if (mine_.found) json["found"] = to_json(*mine_.found);
    std::string bytes;
    Json::to_cbor(json, bytes);
    return bytes;
  }

 private:
  bool is_same(ScriptDifference& difference) {
    try {
      const ScriptAgreement agreement =
          compare(*difference.kind, difference.script, difference.ours, difference.real, peer_);
      ++mine_.programs;
      mine_.lines += difference.ours.size();
      if (agreement == ScriptAgreement::undetermined) ++mine_.undetermined;
      return agreement != ScriptAgreement::differs;
    } catch (const ChildFailure& failure) {
      difference.failure = failure.what();
      return false;
    }
  }

  const ScriptDiffOptions& options_;
  ScriptPeer peer_;
  ScriptDiffResult mine_;
};

void add(ScriptDiffResult& sum, const std::string& bytes) {
  if (bytes.empty()) return;
  const Json json = Json::from_cbor(bytes);
  sum.programs += json.at("programs").get<std::uint64_t>();
  sum.lines += json.at("lines").get<std::uint64_t>();
  sum.undetermined += json.at("undetermined").get<std::uint64_t>();
  if (!json.contains("found")) return;
  ScriptDifference found = difference_from_json(json.at("found"));
  if (!sum.found || found.number < sum.found->number) sum.found = std::move(found);
}

}  // namespace

std::string diff_script(const ScriptDiffOptions& options, std::uint64_t number) {
  core::SeededSource choices(core::derive(core::derive(options.seed, number), 0));
  return options.kind->draw(choices, options.script_size);
}

ScriptAgreement compare(const ScriptKind& kind, const std::string& script, const ScriptLines& ours,
                        ScriptLines& real, ScriptPeer& peer) {
  const ScriptLines expected = kind.comparable(ours);
  real = peer.ask(kind, script, Pace::quick);
  if (kind.comparable(real) == expected) return ScriptAgreement::same;
  real = peer.ask(kind, script, Pace::slow);
  const ScriptLines first = kind.comparable(real);
  if (first == expected) return ScriptAgreement::same;
  for (int at = 1; at < most_repetitions; ++at) {
    real = peer.ask(kind, script, Pace::slow);
    if (kind.comparable(real) != first) return ScriptAgreement::undetermined;
  }
  return ScriptAgreement::differs;
}

std::string side_by_side(const ScriptDifference& difference) {
  return subjects::side_by_side(difference.kind->comparable(difference.ours),
                                difference.kind->comparable(difference.real));
}

ScriptDiffResult run_script_diff(const ScriptDiffOptions& options,
                                 const std::function<void(const engine::PoolProgress&)>& on_tick) {
  OraclePeer(options.oracle, options.timeout).greet();
  const engine::PoolResult pool = run_pool(
      pool_beside_oracle(options, scripts_at_once), [&] { return std::make_unique<ScriptDiffWork>(options); },
      on_tick);
  ScriptDiffResult result;
  for (const std::string& report : pool.reports) add(result, report);
  result.seconds = pool.seconds;
  result.interrupted = pool.interrupted;
  if (pool.found && pool.found->exit) {
    result.found.reset();
    const std::uint64_t number = pool.found->item * scripts_at_once + pool.found->place;
    result.crash =
        fmt::format("program {} of seed {} breaks {}: {}\n\n{}", number, options.seed,
                    pool.found->violation.law, pool.found->violation.message, diff_script(options, number));
  }
  return result;
}

void shrink(ScriptDifference& difference, ScriptPeer& peer) {
  if (!difference.failure.empty()) return;
  const ScriptKind& kind = *difference.kind;
  difference.script = kind.shrunk(difference.script, [&](const std::string& smaller) {
    ScriptLines real;
    return compare(kind, smaller, kind.run(smaller), real, peer) == ScriptAgreement::differs;
  });
  difference.ours = kind.run(difference.script);
  difference.real = peer.ask(kind, difference.script, Pace::slow);
}

std::string to_golden_line(const ScriptKind& kind, const std::string& script, const ScriptLines& real) {
  return Json{{"area", kind.name}, {"script", script}, {"lines", real}}.dump() + "\n";
}

GoldenScript parse_golden_line(const std::string& line) {
  const Json json = Json::parse(line, nullptr, false);
  if (!json.is_object() || !json.contains("script") || !json.contains("lines"))
    throw std::runtime_error("found no script with its lines; allowed: an object with `script` and `lines`");
  try {
    const std::string area = json.value("area", std::string(subjects::stream_scripts.name));
    const ScriptKind* const kind = subjects::script_kind_named(area);
    if (kind == nullptr)
      throw std::runtime_error(fmt::format("found the area `{}`; allowed: streams, http", area));
    return {kind, kind->checked(json["script"].get<std::string>()), json["lines"].get<ScriptLines>()};
  } catch (const Json::exception& error) {
    throw std::runtime_error(error.what());
  }
}

}  // namespace windtunnel::oracle
