#include "harness/search/stream.hpp"

#include "harness/rules.hpp"
#include "harness/strategies/pct.hpp"
#include "harness/strategies/portfolio.hpp"

namespace windtunnel {

namespace {

void add_figures(const Strategy& strategy, StreamReport& report) {
  if (const auto* pct = dynamic_cast<const Pct*>(&strategy)) {
    for (unsigned depth = 1; depth < report.pct_runs.size(); ++depth)
      report.pct_runs[depth] += pct->runs_of(depth);
  }
  const auto* portfolio = dynamic_cast<const Portfolio*>(&strategy);
  if (portfolio == nullptr) return;
  for (const Portfolio::Arm& arm : portfolio->arms()) {
    report.shares.push_back({arm.name, arm.runs, arm.news});
    add_figures(*arm.strategy, report);
  }
}

}  // namespace

Stream::Stream(const Subject& subject, const SearchOptions& options, std::size_t number, StreamDesk& desk)
    : subject_(subject),
      options_(options),
      seed_(derive(options.seed, number)),
      desk_(desk),
      strategy_(make_strategy(options.strategy, options.depth)),
      laws_(options.laws ? LawSet(subject.claims) : laws_for(rules::check)) {
  run_options_.freedom = options.freedom;
  run_options_.phase_limit = options.phase_limit;
}

void Stream::work(std::uint64_t runs, std::atomic<std::uint64_t>& pulse) {
  FlightRecordingSource<Strategy> source(*strategy_, desk_.recorder);
  for (; runs > 0 && !broken_ && !over_; --runs) {
    if (!strategy_->begin_run(derive(seed_, coverage_.runs()), trace_)) {
      over_ = true;
      return;
    }
    pulse.fetch_add(1, std::memory_order_relaxed);
    desk_.recorder.clear();
    desk_.runs.store(coverage_.runs() + 1, std::memory_order_relaxed);
    run_options_.observe = options_.laws || strategy_->needs_events();
    const std::optional<Breach> breach = judge(subject_, source, run_options_, laws_, trace_);
    strategy_->end_run(trace_);
    coverage_.add(trace_.steps, trace_.schedule.size());
    desk_.steps.store(coverage_.steps(), std::memory_order_relaxed);
    if (!breach) continue;
    broken_ = true;
    desk_.breach.write(*breach);
  }
}

StreamReport Stream::report() const {
  StreamReport report;
  report.coverage = coverage_;
  report.certificate = strategy_->certificate();
  report.over = over_;
  add_figures(*strategy_, report);
  return report;
}

}  // namespace windtunnel
