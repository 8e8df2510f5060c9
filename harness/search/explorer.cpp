#include "harness/search/explorer.hpp"

#include <algorithm>
#include <memory>
#include <thread>
#include <utility>

#include "harness/rules.hpp"
#include "harness/strategies/pct.hpp"
#include "harness/strategies/portfolio.hpp"

namespace windtunnel {

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t stream_count = 4;
constexpr std::uint64_t round_runs = 256;  // of one stream, between two looks at the clock

// What enumerates has one stream: two would run the same.
bool enumerates(std::string_view strategy) {
  return strategy == "exhaustive" || strategy == "deviations";
}

class Stream {
 public:
  Stream(const Subject& subject, const SearchOptions& options, std::uint64_t number)
      : subject_(subject),
        options_(options),
        seed_(derive(options.seed, number)),
        strategy_(make_strategy(options.strategy, options.depth)),
        laws_(options.laws ? LawSet(subject.claims) : laws_for(rules::check)) {
    run_options_.freedom = options.freedom;
    run_options_.phase_limit = options.phase_limit;
  }

  /// At most so many runs more; fewer if one breaks something or there are no others.
  void work(std::uint64_t runs) {
    for (; runs > 0 && !broken && !over; --runs) {
      if (!strategy_->begin_run(derive(seed_, coverage.runs()), trace_)) {
        over = true;
        return;
      }
      run_options_.observe = options_.laws || strategy_->needs_events();
      std::optional<Breach> breach = judge(subject_, *strategy_, run_options_, laws_, trace_);
      strategy_->end_run(trace_);
      coverage.add(trace_.steps, trace_.schedule.size());
      if (breach) broken = Broken{trace_.schedule, std::move(*breach), coverage.runs()};
    }
  }

  const Strategy& strategy() const { return *strategy_; }

  Coverage coverage;
  std::optional<Broken> broken;
  bool over = false;

 private:
  const Subject& subject_;
  const SearchOptions& options_;
  const std::uint64_t seed_;
  std::unique_ptr<Strategy> strategy_;
  LawSet laws_;
  RunOptions run_options_;
  Trace trace_;
};

class Explorer {
 public:
  Explorer(const Subject& subject, const SearchOptions& options) : options_(options), start_(Clock::now()) {
    const std::size_t count = enumerates(options.strategy) ? 1 : stream_count;
    for (std::size_t number = 0; number < count; ++number) {
      streams_.push_back(std::make_unique<Stream>(subject, options, number));
    }
  }

  SearchResult explore(const OnSearched& on_tick) {
    while (left() > 0 && !is_over()) {
      runs_before_.clear();
      for (const auto& stream : streams_) runs_before_.push_back(stream->coverage.runs());
      const std::size_t broken_in = round();
      if (on_tick) on_tick(runs());
      if (broken_in != streams_.size()) return result(broken_in + 1);
      if (std::any_of(streams_.begin(), streams_.end(), [](const auto& stream) { return stream->over; }))
        break;
    }
    return result(streams_.size());
  }

 private:
  std::uint64_t runs() const {
    std::uint64_t sum = 0;
    for (const auto& stream : streams_) sum += stream->coverage.runs();
    return sum;
  }
  std::uint64_t left() const { return options_.runs - std::min(options_.runs, runs()); }
  double seconds() const { return std::chrono::duration<double>(Clock::now() - start_).count(); }
  bool is_interrupted() const { return options_.interrupted != nullptr && *options_.interrupted; }
  bool is_over() const { return is_interrupted() || (options_.time && seconds() >= options_.time->count()); }

  // Gives each stream a round of runs, and the first stream that broke something, or their number. With one
  // thread the streams behind that one need not run.
  std::size_t round() {
    const std::uint64_t each = std::clamp<std::uint64_t>(left() / streams_.size(), 1, round_runs);
    const std::size_t jobs = std::min<std::size_t>(std::max(1U, options_.jobs), streams_.size());
    std::atomic<std::size_t> next{0};
    std::atomic<std::size_t> first{streams_.size()};
    const std::uint64_t all = left();
    const auto work = [&] {
      for (std::size_t at = next++; at < std::min<std::size_t>(first, all); at = next++) {
        streams_[at]->work(each);
        std::size_t known = first;
        while (streams_[at]->broken && at < known && !first.compare_exchange_weak(known, at)) {
        }
      }
    };
    std::vector<std::jthread> threads;
    for (std::size_t job = 1; job < jobs; ++job) threads.emplace_back(work);
    work();
    threads.clear();
    return first;
  }

  // Of the first `count` streams; what those behind the one that broke something did in the last round
  // depends on the threads.
  SearchResult result(std::size_t count) {
    SearchResult all;
    all.seconds = seconds();
    all.interrupted = is_interrupted();
    for (std::size_t at = 0; at < count; ++at) {
      Stream& stream = *streams_[at];
      all.coverage += stream.coverage;
      add_figures(stream.strategy(), all);
      const std::string certificate = stream.strategy().certificate();
      if (all.certificate.empty() || stream.over) all.certificate = certificate;
    }
    if (count > 0 && streams_[count - 1]->broken) {
      all.broken = std::move(streams_[count - 1]->broken);
      all.broken->run = all.coverage.runs();
      for (std::size_t behind = count; behind < streams_.size(); ++behind)
        all.broken->run += runs_before_[behind];
    }
    return all;
  }

  static void add_figures(const Strategy& strategy, SearchResult& all) {
    if (const auto* pct = dynamic_cast<const Pct*>(&strategy)) {
      for (unsigned depth = 1; depth < all.pct_runs.size(); ++depth)
        all.pct_runs[depth] += pct->runs_of(depth);
    }
    const auto* portfolio = dynamic_cast<const Portfolio*>(&strategy);
    if (portfolio == nullptr) return;
    for (std::size_t at = 0; at < portfolio->arms().size(); ++at) {
      const Portfolio::Arm& arm = portfolio->arms()[at];
      if (all.shares.size() == at) all.shares.push_back({arm.name, 0, 0});
      all.shares[at].runs += arm.runs;
      all.shares[at].news += arm.news;
      add_figures(*arm.strategy, all);
    }
  }

  const SearchOptions& options_;
  const Clock::time_point start_;
  std::vector<std::unique_ptr<Stream>> streams_;
  std::vector<std::uint64_t> runs_before_;  // of each stream, before this round
};

}  // namespace

SearchResult search(const Subject& subject, const SearchOptions& options, const OnSearched& on_tick) {
  return Explorer(subject, options).explore(on_tick);
}

}  // namespace windtunnel
