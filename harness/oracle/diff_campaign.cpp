#include "harness/oracle/diff_campaign.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "harness/core/digest.hpp"
#include "harness/core/random.hpp"
#include "harness/core/seeded_source.hpp"
#include "harness/engine/isolated_run.hpp"
#include "harness/generator/generator.hpp"
#include "harness/scenario/parser.hpp"
#include "harness/scenario/printer.hpp"
#include "harness/subjects/scenario_subject.hpp"

namespace windtunnel::oracle {

namespace {

using Json = nlohmann::json;

constexpr std::uint64_t batch = 32;  // programs in one question to the oracle

Json to_json(const SideResult& side) {
  return {side.refused, side.text};
}

SideResult side_from_json(const Json& json) {
  return {json.at(0), json.at(1)};
}

std::string to_bytes(const DiffResult& result) {
  Json json = {{"programs", result.programs},
               {"runs", result.runs},
               {"set_again", result.set_again},
               {"digest", result.digest},
               {"generated", result.constructs.programs},
               {"enabled", result.constructs.enabled},
               {"occurred", result.constructs.occurred}};
  if (result.found) {
    const Difference& found = result.found->difference;
    json["found"] = {result.found->program, found.law,           found.source, to_text(found.schedule),
                     to_json(found.native), to_json(found.real), found.message};
  }
  std::string bytes;
  Json::to_cbor(json, bytes);
  return bytes;
}

// Adds what a worker counted, and takes what it found.
void add(DiffResult& sum, const std::string& bytes) {
  if (bytes.empty()) return;
  const Json json = Json::from_cbor(bytes);
  sum.programs += json.at("programs").get<std::uint64_t>();
  sum.runs += json.at("runs").get<std::uint64_t>();
  sum.set_again += json.at("set_again").get<std::uint64_t>();
  sum.digest += json.at("digest").get<std::uint64_t>();
  generator::ConstructCounts constructs;
  json.at("generated").get_to(constructs.programs);
  json.at("enabled").get_to(constructs.enabled);
  json.at("occurred").get_to(constructs.occurred);
  sum.constructs += constructs;
  if (!json.contains("found")) return;
  const Json& found = json.at("found");
  const std::uint64_t program = found.at(0);
  if (sum.found && sum.found->program <= program) return;
  sum.found = FoundDifference{program,
                              {found.at(1) == as_original ? as_original : oracle_answers, found.at(2),
                               core::parse_choices(found.at(3).get<std::string>()),
                               side_from_json(found.at(4)), side_from_json(found.at(5)), found.at(6)}};
}

class DiffWork final : public engine::Work {
 public:
  explicit DiffWork(const DiffOptions& options) : options_(options), peer_(options.oracle, options.timeout) {}

  std::optional<core::Violation> work_on(std::uint64_t item, engine::WorkerSlot& slot) override {
    const std::uint64_t first = item * batch;
    const std::uint64_t count = options_.programs ? std::min(batch, *options_.programs - first) : batch;
    std::vector<LocalRuns> native;
    std::vector<OracleRequest> requests;
    for (std::uint64_t place = 0; place < count; ++place) {
      std::string program = diff_program(options_, first + place, mine_.constructs);
      slot.begin_run(place);
      native.push_back(run_locally(std::move(program),
                                   {{}, options_.schedules - 1, schedule_seed(options_, first + place)},
                                   &slot.recorder));
      slot.end_run();
      requests.push_back(request_for(native.back()));
    }
    const std::vector<OracleAnswer> answers = peer_.ask(requests);
    std::optional<core::Violation> found;
    for (std::size_t at = 0; at < answers.size() && !found; ++at) {
      this->count(first + at, native[at], answers[at]);
      std::optional<Difference> difference = compare(native[at], answers[at]);
      if (!difference) continue;
      found = core::Violation{difference->law, 0, difference->message};
      mine_.found = FoundDifference{first + at, std::move(*difference)};
    }
    slot.cases = mine_.programs;
    slot.runs = mine_.runs;
    return found;
  }

  std::string report() override { return to_bytes(mine_); }

 private:
  void count(std::uint64_t number, const LocalRuns& native, const OracleAnswer& answer) {
    ++mine_.programs;
    mine_.runs += native.traces.size();
    mine_.set_again += answer.set_again;
    core::Digest digest;
    for (const std::string& trace : native.traces) digest.feed(trace);
    // A sum, so that it does not matter in which order the workers come.
    mine_.digest += digest.value() ^ core::splitmix64(number);
  }

  const DiffOptions& options_;
  OraclePeer peer_;
  DiffResult mine_;
};

engine::CampaignFailure failure_of(const DiffOptions& options, const engine::FoundItem& found) {
  engine::CampaignFailure failure;
  failure.number = found.item * batch + found.place;
  generator::ConstructCounts ignored;
  static_cast<core::Case&>(failure) =
      subjects::case_of(scenario::parse(diff_program(options, failure.number, ignored), "scenario"));
  failure.schedule = found.schedule;
  failure.violation = found.violation;
  failure.standard_error = found.exit->standard_error;
  must_be_own_fault(failure, *found.exit);
  return failure;
}

}  // namespace

engine::ChildLimits limits_beside_oracle(std::chrono::duration<double> timeout) {
  engine::ChildLimits limits;
  limits.timeout = std::max(limits.timeout, timeout / 5);  // by the clock it is ten times that
  return limits;
}

std::string diff_program(const DiffOptions& options, std::uint64_t number,
                         generator::ConstructCounts& constructs) {
  generator::GeneratorOptions generator;
  generator.size = options.program_size;
  generator.areas = options.areas;
  core::SeededSource choices(core::derive(core::derive(options.seed, number), 0));
  scenario::Scenario scenario;
  const generator::Generated generated = generate(choices, generator, scenario);
  constructs.count(generated.enabled, generated.used);
  return print(scenario);
}

std::uint64_t schedule_seed(const DiffOptions& options, std::uint64_t number) {
  return core::derive(options.seed, number);
}

DiffResult run_diff(const DiffOptions& options,
                    const std::function<void(const engine::PoolProgress&)>& on_tick) {
  OraclePeer(options.oracle, options.timeout).greet();
  const engine::PoolResult pool = run_pool(
      pool_beside_oracle(options, batch), [&] { return std::make_unique<DiffWork>(options); }, on_tick);
  DiffResult result;
  for (const std::string& report : pool.reports) add(result, report);
  result.seconds = pool.seconds;
  result.interrupted = pool.interrupted;
  if (pool.found && pool.found->exit) {
    result.found.reset();
    result.failure = failure_of(options, *pool.found);
  }
  return result;
}

}  // namespace windtunnel::oracle
