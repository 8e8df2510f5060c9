#include "harness/engine/explorer.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <memory>
#include <utility>
#include <vector>

#include "harness/core/log_source.hpp"
#include "harness/core/random.hpp"
#include "harness/core/run_account.hpp"
#include "harness/engine/isolated_run.hpp"
#include "harness/engine/repeated_run.hpp"
#include "harness/engine/shared_memory.hpp"
#include "harness/engine/worker_pool.hpp"
#include "harness/strategies/pct.hpp"
#include "harness/strategies/portfolio.hpp"

namespace windtunnel::engine {

namespace {

constexpr std::uint64_t most_streams = 4;
constexpr std::uint64_t round_runs = 256;  // of one stream, between two looks at the clock

// One that enumerates has a single stream, as two would run the same.
std::uint64_t streams_of(const SearchOptions& options) {
  return enumerates(options.strategy) ? 1 : most_streams;
}

// How the budget is shared: item `round * streams + stream` is that round of that stream.
class Plan {
 public:
  explicit Plan(const SearchOptions& options) : runs_(options.runs), streams_(streams_of(options)) {}

  std::uint64_t streams() const { return streams_; }

  std::uint64_t items() const {
    const std::uint64_t rounds =
        runs_ / (streams_ * round_runs) + (runs_ % (streams_ * round_runs) != 0 ? 1 : 0);
    return rounds > most_rounds ? most_rounds * streams_ : rounds * streams_;
  }

  // The runs of an item: those of the last round are shared evenly.
  std::uint64_t runs_in(std::uint64_t item) const {
    const std::uint64_t left = runs_ - std::min(runs_, item / streams_ * streams_ * round_runs);
    if (left >= streams_ * round_runs) return round_runs;
    return left / streams_ + (item % streams_ < left % streams_ ? 1 : 0);
  }

  // How many runs there are up to a run of an item, if the streams take turns.
  std::uint64_t runs_until(std::uint64_t item, std::uint64_t place) const {
    std::uint64_t sum = item / streams_ * streams_ * round_runs + place + 1;
    for (std::uint64_t before = item / streams_ * streams_; before < item; ++before) sum += runs_in(before);
    return sum;
  }

 private:
  static constexpr std::uint64_t most_rounds = std::uint64_t{1} << 50U;  // so that no product overflows

  const std::uint64_t runs_;
  const std::uint64_t streams_;
};

struct ShareCount {
  std::atomic<std::uint64_t> runs{0};
  std::atomic<std::uint64_t> news{0};
};

// What is known of a stream while it works, and if its process dies.
struct StreamCount {
  std::atomic<std::uint64_t> runs{0};
  std::atomic<std::uint64_t> steps{0};
  std::atomic<std::uint64_t> orders{0};
  std::array<ShareCount, strategies::Portfolio::most_arms> shares;  // by the portfolio's arm
};
using StreamCounts = std::array<StreamCount, most_streams>;

void add_figures(const strategies::Strategy& strategy, StreamReport& report) {
  if (const auto* pct = dynamic_cast<const strategies::Pct*>(&strategy)) {
    for (unsigned depth = 1; depth < report.pct_runs.size(); ++depth)
      report.pct_runs[depth] += pct->runs_of(depth);
  }
  const auto* portfolio = dynamic_cast<const strategies::Portfolio*>(&strategy);
  if (portfolio == nullptr) return;
  for (const strategies::Portfolio::Arm& arm : portfolio->arms()) {
    if (!arm.strategy->applies()) continue;
    report.shares.push_back({arm.name, arm.runs, arm.news});
    add_figures(*arm.strategy, report);
  }
}

// Runs of one subject, one after another, under a strategy of its own.
class SeedStream {
 public:
  SeedStream(const core::Case& one, properties::Judge& judge, const SearchOptions& options,
             std::uint64_t number, StreamCount& counts)
      : case_(one),
        judge_(judge),
        seed_(core::derive(options.seed, number)),
        counts_(counts),
        strategy_(strategies::make_strategy(options.strategy, options.depth)),
        portfolio_(dynamic_cast<const strategies::Portfolio*>(strategy_.get())),
        run_options_(core::options_of(one)) {}

  // That many runs more; fewer if one fails or there are no others.
  std::optional<core::Violation> work(std::uint64_t runs, WorkerSlot& slot) {
    SharedRecordingSource<strategies::Strategy> source(*strategy_, slot.recorder);
    for (std::uint64_t place = 0; place < runs && !is_over_; ++place) {
      if (!strategy_->begin_run(core::derive(seed_, coverage_.runs()), trace_)) {
        is_over_ = true;
        break;
      }
      // A portfolio's strategies differ in that.
      run_options_.observe = judge_.needs_events() || strategy_->needs_events();
      counts_.runs.store(coverage_.runs() + 1, std::memory_order_relaxed);
      slot.runs.fetch_add(1, std::memory_order_relaxed);
      slot.begin_run(place);
      std::optional<core::Violation> found =
          run_and_judge(case_.subject, source, run_options_, judge_, trace_, case_.program.get());
      slot.end_run();
      strategy_->end_run(trace_);
      coverage_.add(trace_.steps, trace_.schedule.size());
      goals_.add(trace_.goals);
      faults_.add(trace_.faults);
      count_share();
      counts_.steps.store(coverage_.steps(), std::memory_order_relaxed);
      counts_.orders.store(coverage_.orders(), std::memory_order_relaxed);
      if (!found && is_repeated(coverage_.runs())) found = repeat(place, slot);
      if (found) return found;
    }
    return std::nullopt;
  }

  bool is_over() const { return is_over_; }
  const core::Trace& latest() const { return trace_; }

  StreamReport report() const {
    StreamReport report;
    report.coverage = coverage_;
    report.goals = goals_;
    report.faults = faults_;
    report.certificate = strategy_->certificate();
    report.over = is_over_;
    add_figures(*strategy_, report);
    return report;
  }

 private:
  // Which strategy's the latest run was, for those who watch.
  void count_share() {
    if (portfolio_ == nullptr) return;
    const std::size_t at = portfolio_->latest();
    const strategies::Portfolio::Arm& arm = portfolio_->arms()[at];
    counts_.shares[at].runs.store(arm.runs, std::memory_order_relaxed);
    counts_.shares[at].news.store(arm.news, std::memory_order_relaxed);
  }

  // Whether the latest run leaves the same trace once more.
  std::optional<core::Violation> repeat(std::uint64_t place, WorkerSlot& slot) {
    std::optional<core::Violation> found;
    std::optional<core::Violation> differs = compare_with_repeated(trace_, again_, [&] {
      core::LogSource choices(trace_.schedule);
      SharedRecordingSource source(choices, slot.recorder);
      properties::NoJudge nothing;
      slot.begin_run(place);
      found = run_and_judge(case_.subject, source, run_options_, nothing, again_);
      slot.end_run();
    });
    return differs ? differs : found;
  }

  const core::Case& case_;
  properties::Judge& judge_;
  const std::uint64_t seed_;
  StreamCount& counts_;
  std::unique_ptr<strategies::Strategy> strategy_;
  const strategies::Portfolio* portfolio_;  // the strategy, if it is one
  core::RunOptions run_options_;
  core::Trace trace_;
  core::Trace again_;
  Coverage coverage_;
  GoalFigures goals_;
  FaultFigures faults_;
  bool is_over_ = false;
};

// A worker has every stream of its own, for all of their rounds.
class SearchWork final : public Work {
 public:
  SearchWork(const core::Case& one, properties::Judge& judge, const SearchOptions& options,
             StreamCounts& counts)
      : case_(one), judge_(judge), options_(options), plan_(options), counts_(counts) {}

  std::optional<core::Violation> work_on(std::uint64_t item, WorkerSlot& slot) override {
    const std::uint64_t number = item % plan_.streams();
    std::unique_ptr<SeedStream>& stream = streams_[number];
    if (!stream) stream = std::make_unique<SeedStream>(case_, judge_, options_, number, counts_[number]);
    std::optional<core::Violation> found = stream->work(plan_.runs_in(item), slot);
    is_over_ = is_over_ || stream->is_over();
    if (found) account_ = core::account_of(stream->latest());
    return found;
  }

  std::string account() const override { return account_; }

  bool is_over() const override { return is_over_; }

  // Of all streams in their order; those of other workers are empty.
  std::string report() override {
    std::vector<StreamReport> reports;
    for (const auto& stream : streams_) reports.push_back(stream ? stream->report() : StreamReport());
    return to_bytes(reports);
  }

 private:
  const core::Case& case_;
  properties::Judge& judge_;
  const SearchOptions& options_;
  const Plan plan_;
  StreamCounts& counts_;
  std::array<std::unique_ptr<SeedStream>, most_streams> streams_;
  bool is_over_ = false;
  std::string account_;
};

// The streams behind the one that failed did in the last round what depends on the workers.
void sum_up(const PoolResult& pool, std::uint64_t streams, const StreamCounts& counts, SearchResult& result) {
  const std::uint64_t count = pool.found ? pool.found->item % streams + 1 : streams;
  result.only_counted = std::any_of(pool.reports.begin(), pool.reports.end(),
                                    [](const std::string& report) { return report.empty(); });
  if (result.only_counted) {
    for (std::uint64_t at = 0; at < count; ++at)
      result.coverage += Coverage(counts[at].runs, counts[at].steps, 0, 0, {});
    return;
  }
  std::vector<std::vector<StreamReport>> reports;
  for (const std::string& report : pool.reports) reports.push_back(reports_from_bytes(report));
  for (std::uint64_t at = 0; at < count; ++at) result += reports[at % reports.size()][at];
}

SearchProgress progress_of(const strategies::Strategy& strategy, std::uint64_t runs,
                           const StreamCounts& counts) {
  SearchProgress progress;
  progress.runs = runs;
  for (const StreamCount& count : counts) progress.orders += count.orders;
  const auto* portfolio = dynamic_cast<const strategies::Portfolio*>(&strategy);
  if (portfolio == nullptr) return progress;
  for (std::size_t at = 0; at < portfolio->arms().size(); ++at) {
    Share& share = progress.shares.emplace_back();
    share.name = portfolio->arms()[at].name;
    for (const StreamCount& count : counts) {
      share.runs += count.shares[at].runs;
      share.news += count.shares[at].news;
    }
  }
  return progress;
}

SearchFailure failure_of(const core::Case& one, const Plan& plan, const FoundItem& found) {
  SearchFailure failure;
  static_cast<core::Case&>(failure) = one;
  failure.schedule = found.schedule;
  failure.violation = found.violation;
  failure.account = found.account;
  failure.run = plan.runs_until(found.item, found.place);
  if (found.exit) {
    must_be_own_fault(failure, *found.exit);
    failure.standard_error = found.exit->standard_error;
  }
  return failure;
}

}  // namespace

SearchResult search(const core::Case& one, properties::Judge& judge, const SearchOptions& options,
                    const OnSearched& on_tick) {
  const std::unique_ptr<strategies::Strategy> strategy =
      strategies::make_strategy(options.strategy, options.depth);
  const Plan plan(options);
  PoolOptions pool_options;
  pool_options.workers = static_cast<unsigned>(std::clamp<std::uint64_t>(options.jobs, 1, plan.streams()));
  pool_options.limits = options.limits;
  pool_options.queue = {plan.items(), options.time, options.interrupted};
  pool_options.lanes = plan.streams();
  const SharedMemory<StreamCounts> counts;
  const PoolResult pool = run_pool(
      pool_options, [&] { return std::make_unique<SearchWork>(one, judge, options, *counts); },
      [&](const PoolProgress& progress) {
        if (on_tick) on_tick(progress_of(*strategy, progress.runs, *counts));
      });
  SearchResult result;
  sum_up(pool, plan.streams(), *counts, result);
  result.seconds = pool.seconds;
  result.interrupted = pool.interrupted;
  result.cut_short = !pool.found && !result.over && result.coverage.runs() < options.runs;
  if (pool.found) result.failure = failure_of(one, plan, *pool.found);
  return result;
}

}  // namespace windtunnel::engine
