#include "harness/oracle/stream_diff.hpp"

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
#include "harness/subjects/programs/draw_stream_script.hpp"
#include "harness/subjects/programs/shrink_stream_script.hpp"

namespace windtunnel::oracle {

namespace {

using Json = nlohmann::json;
using subjects::by_end;
using subjects::StreamLines;
using subjects::StreamScript;
using Pace = StreamPeer::Pace;

constexpr std::uint64_t scripts_at_once = 32;  // scripts in one question to the oracle
constexpr int most_repetitions = 3;

Json to_json(const StreamDifference& found) {
  return {found.number, to_text(found.script), found.ours, found.real, found.failure};
}

StreamDifference difference_from_json(const Json& json) {
  return {json.at(0), subjects::parse_stream_script(json.at(1).get<std::string>()), json.at(2), json.at(3),
          json.at(4)};
}

class StreamDiffWork final : public engine::Work {
 public:
  explicit StreamDiffWork(const StreamDiffOptions& options)
      : options_(options), peer_(options.oracle, options.timeout) {}

  std::optional<core::Violation> work_on(std::uint64_t item, engine::WorkerSlot& slot) override {
    const std::uint64_t first = item * scripts_at_once;
    const std::uint64_t count =
        options_.programs ? std::min(scripts_at_once, *options_.programs - first) : scripts_at_once;
    std::vector<StreamScript> scripts;
    std::vector<StreamLines> ours;
    for (std::uint64_t place = 0; place < count; ++place) {
      scripts.push_back(diff_script(options_, first + place));
      slot.begin_run(place);
      ours.push_back(run_stream_script(scripts.back()));
      slot.end_run();
    }
    for (std::uint64_t place = 0; place < count; ++place) {
      StreamDifference difference{first + place, scripts[place], ours[place], {}};
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
  bool is_same(StreamDifference& difference) {
    try {
      const StreamAgreement agreement = compare(difference.script, difference.ours, difference.real, peer_);
      ++mine_.programs;
      mine_.lines += difference.ours.size();
      if (agreement == StreamAgreement::undetermined) ++mine_.undetermined;
      return agreement != StreamAgreement::differs;
    } catch (const ChildFailure& failure) {
      difference.failure = failure.what();
      return false;
    }
  }

  const StreamDiffOptions& options_;
  StreamPeer peer_;
  StreamDiffResult mine_;
};

void add(StreamDiffResult& sum, const std::string& bytes) {
  if (bytes.empty()) return;
  const Json json = Json::from_cbor(bytes);
  sum.programs += json.at("programs").get<std::uint64_t>();
  sum.lines += json.at("lines").get<std::uint64_t>();
  sum.undetermined += json.at("undetermined").get<std::uint64_t>();
  if (!json.contains("found")) return;
  StreamDifference found = difference_from_json(json.at("found"));
  if (!sum.found || found.number < sum.found->number) sum.found = std::move(found);
}

}  // namespace

StreamScript diff_script(const StreamDiffOptions& options, std::uint64_t number) {
  core::SeededSource choices(core::derive(core::derive(options.seed, number), 0));
  return subjects::draw_stream_script(choices, options.script_size);
}

StreamAgreement compare(const StreamScript& script, const StreamLines& ours, StreamLines& real,
                        StreamPeer& peer) {
  const StreamLines expected = by_end(ours);
  real = peer.ask(script, Pace::quick);
  if (by_end(real) == expected) return StreamAgreement::same;
  real = peer.ask(script, Pace::slow);
  const StreamLines first = by_end(real);
  if (first == expected) return StreamAgreement::same;
  for (int at = 1; at < most_repetitions; ++at) {
    real = peer.ask(script, Pace::slow);
    if (by_end(real) != first) return StreamAgreement::undetermined;
  }
  return StreamAgreement::differs;
}

StreamDiffResult run_stream_diff(const StreamDiffOptions& options,
                                 const std::function<void(const engine::PoolProgress&)>& on_tick) {
  OraclePeer(options.oracle, options.timeout).greet();
  const engine::PoolResult pool = run_pool(
      pool_beside_oracle(options, scripts_at_once), [&] { return std::make_unique<StreamDiffWork>(options); },
      on_tick);
  StreamDiffResult result;
  for (const std::string& report : pool.reports) add(result, report);
  result.seconds = pool.seconds;
  result.interrupted = pool.interrupted;
  if (pool.found && pool.found->exit) {
    result.found.reset();
    const std::uint64_t number = pool.found->item * scripts_at_once + pool.found->place;
    result.crash = fmt::format("program {} of seed {} breaks {}: {}\n\n{}", number, options.seed,
                               pool.found->violation.law, pool.found->violation.message,
                               to_text(diff_script(options, number)));
  }
  return result;
}

void shrink(StreamDifference& difference, StreamPeer& peer) {
  if (!difference.failure.empty()) return;
  difference.script = shrink_stream_script(difference.script, [&](const StreamScript& smaller) {
    StreamLines real;
    return compare(smaller, run_stream_script(smaller), real, peer) == StreamAgreement::differs;
  });
  difference.ours = run_stream_script(difference.script);
  difference.real = peer.ask(difference.script, Pace::slow);
}

std::string to_golden_line(const StreamScript& script, const StreamLines& real) {
  return Json{{"script", to_text(script)}, {"lines", real}}.dump() + "\n";
}

GoldenStream parse_golden_line(const std::string& line) {
  const Json json = Json::parse(line, nullptr, false);
  if (!json.is_object() || !json.contains("script") || !json.contains("lines"))
    throw std::runtime_error("found no script with its lines; allowed: an object with `script` and `lines`");
  try {
    return {subjects::parse_stream_script(json["script"].get<std::string>()),
            json["lines"].get<StreamLines>()};
  } catch (const Json::exception& error) {
    throw std::runtime_error(error.what());
  }
}

}  // namespace windtunnel::oracle
