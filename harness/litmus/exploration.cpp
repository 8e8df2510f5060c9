#include "harness/litmus/exploration.hpp"

#include <algorithm>
#include <cassert>
#include <memory>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <utility>

#include "harness/core/odometer_source.hpp"
#include "harness/engine/isolated_run.hpp"
#include "harness/engine/worker_pool.hpp"
#include "harness/litmus/outcome.hpp"

namespace windtunnel::litmus {

void Exploration::add(std::string outcome, const core::ChoiceLog& schedule) {
  ++schedules;
  auto seen = std::find_if(outcomes.begin(), outcomes.end(),
                           [&](const Observed& each) { return each.outcome == outcome; });
  if (seen == outcomes.end()) {
    seen = outcomes.insert(seen, {std::move(outcome), 0, schedule.without_trailing_zeros()});
  }
  ++seen->count;
}

namespace {

using Json = nlohmann::json;

Json to_json(const Exploration& found) {
  Json outcomes = Json::array();
  for (const Observed& each : found.outcomes)
    outcomes.push_back({each.outcome, each.count, to_text(each.schedule)});
  return {found.schedules, found.complete, std::move(outcomes)};
}

Exploration from_json(const Json& json) {
  Exploration found;
  json.at(0).get_to(found.schedules);
  json.at(1).get_to(found.complete);
  for (const Json& each : json.at(2))
    found.outcomes.push_back({each.at(0), each.at(1), core::parse_choices(each.at(2).get<std::string>())});
  return found;
}

class ExploreWork final : public engine::Work {
 public:
  explicit ExploreWork(const std::vector<ExploreTask>& tasks) : tasks_(tasks) {}

  std::optional<core::Violation> work_on(std::uint64_t item, engine::WorkerSlot& slot) override {
    const ExploreTask& task = tasks_.at(item);
    done_.push_back({item, to_json(explore(task.scenario.subject, task.options, &slot))});
    return std::nullopt;
  }

  std::string report() override {
    std::string bytes;
    Json::to_cbor(done_, bytes);
    return bytes;
  }

 private:
  const std::vector<ExploreTask>& tasks_;
  Json done_ = Json::array();
};

}  // namespace

Exploration explore(const core::Subject& subject, const ExploreOptions& options, engine::WorkerSlot* slot) {
  core::RunOptions run_options;
  run_options.model = options.model;
  run_options.observe = false;
  Exploration found;
  core::OdometerSource odometer;
  core::Trace trace;
  do {
    if (found.schedules == options.limit) {
      found.complete = false;
      break;
    }
    if (slot != nullptr) {
      engine::SharedRecordingSource recorded(odometer, slot->recorder);
      slot->begin_run(found.schedules);
      run(subject, recorded, run_options, trace);
      slot->end_run();
    } else {
      run(subject, odometer, run_options, trace);
    }
    found.add(outcome_of(trace.text, options.times), trace.schedule);
    // What a run that a limit ended would have shown is not known.
    if (trace.livelock || !trace.schedule.complete()) found.complete = false;
  } while (odometer.deterministic() && odometer.next());
  if (!odometer.deterministic()) {
    throw std::logic_error(
        "equal choices were followed by different questions: the runs are not deterministic");
  }
  if (odometer.truncated()) found.complete = false;
  assert(found.schedules > 0);
  return found;
}

ExploredAll explore_isolated(const std::vector<ExploreTask>& tasks, unsigned jobs) {
  engine::PoolOptions options;
  options.workers = std::max(1U, jobs);
  options.queue.items = tasks.size();
  options.report_each_item = true;
  const engine::PoolResult pool = run_pool(options, [&] { return std::make_unique<ExploreWork>(tasks); });
  ExploredAll all;
  all.explorations.resize(tasks.size());
  for (const std::string& report : pool.reports) {
    if (report.empty()) continue;
    for (const Json& each : Json::from_cbor(report))
      all.explorations.at(each.at(0).get<std::size_t>()) = from_json(each.at(1));
  }
  if (!pool.found) {
    for (const Exploration& each : all.explorations)
      if (each.schedules == 0) throw std::runtime_error("a worker ended without its report");
    return all;
  }
  all.failed = pool.found->item;
  core::Failure failure;
  static_cast<core::Case&>(failure) = tasks.at(all.failed).scenario;
  failure.schedule = pool.found->schedule;
  failure.violation = pool.found->violation;
  failure.standard_error = pool.found->exit->standard_error;
  must_be_own_fault(failure, *pool.found->exit);
  all.failure = std::move(failure);
  return all;
}

}  // namespace windtunnel::litmus
