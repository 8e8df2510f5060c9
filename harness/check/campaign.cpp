#include "harness/check/campaign.hpp"

#include <algorithm>
#include <exception>
#include <limits>
#include <memory>
#include <mutex>
#include <thread>
#include <utility>

#include "harness/check/judge.hpp"
#include "harness/check/meeting_watcher.hpp"
#include "harness/choices/seeded_source.hpp"
#include "harness/generator/generator.hpp"
#include "harness/subjects/native_subjects.hpp"
#include "harness/subjects/scenario_subject.hpp"

namespace windtunnel {

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::uint64_t batch = 32;           // programs that a worker takes at once
constexpr std::uint64_t native_every = 32;    // programs of which one is a native subject's
constexpr std::uint64_t repeat_every = 1000;  // programs of which one's runs are done twice

// Each program has three streams of its own: what it is, and how each of its two runs goes.
enum Stream : std::uint64_t { program_stream, first_schedule, second_schedule, stream_count };

// What the workers share.
struct Shared {
  Shared(const CampaignOptions& options_in, Clock::time_point deadline_in)
      : options(options_in), deadline(deadline_in) {}

  const CampaignOptions& options;
  const Clock::time_point deadline;
  std::atomic<std::uint64_t> next{0};
  std::atomic<std::uint64_t> stop_at{
      std::numeric_limits<std::uint64_t>::max()};  // first program that is too many
  CampaignProgress progress;
  std::mutex mutex;
  CampaignResult result;
  std::exception_ptr failure;
  std::atomic<unsigned> working{0};
};

class Worker {
 public:
  explicit Worker(Shared& shared) : shared_(shared), laws_(shared.options.laws) {
    generator_.size = shared.options.program_size;
    generator_.areas = shared.options.areas;
    run_options_.freedom = shared.options.freedom;
  }

  void work() noexcept {
    try {
      while (!is_over()) {
        const std::uint64_t first = shared_.next.fetch_add(batch);
        if (first >= shared_.stop_at) break;
        for (std::uint64_t index = first; index < first + batch && index < shared_.stop_at; ++index)
          fly(index);
        report();
      }
    } catch (...) {
      std::lock_guard lock(shared_.mutex);
      if (!shared_.failure) shared_.failure = std::current_exception();
      shared_.stop_at = 0;
    }
    finish();
  }

 private:
  bool is_over() const {
    const CampaignOptions& options = shared_.options;
    if (options.interrupted != nullptr && *options.interrupted) return true;
    return options.time && Clock::now() >= shared_.deadline;
  }

  void fly(std::uint64_t index) {
    const std::uint64_t seed = derive(shared_.options.seed, index);
    ++mine_.programs;
    native_ = nullptr;
    if (index % native_every == native_every - 1) {
      native_ = &native_subjects()[index / native_every % native_subjects().size()];
      flying_ = native_->subject;
      fly_once(index, derive(seed, first_schedule));
      return;
    }
    SeededSource program_choices(derive(seed, program_stream));
    CountingSource counted(program_choices, mine_.choices);
    Generated generated = generate(counted, generator_, scenario_);
    mine_.constructs.count(generated.enabled, generated.used);
    subject_.reset(scenario_);
    flying_ = subject_.subject();
    // A run that asked nothing is the only one there is.
    if (fly_once(index, derive(seed, first_schedule)) && !trace_.schedule.empty()) {
      fly_once(index, derive(seed, second_schedule));
    }
  }

  bool fly_once(std::uint64_t index, std::uint64_t schedule_seed) {
    SeededSource choices(schedule_seed);
    std::optional<Breach> breach = judge(flying_, choices, run_options_, laws_, trace_);
    if (!breach && shared_.options.also) breach = shared_.options.also(trace_, run_options_.freedom);
    count(index);
    if (!breach && index % repeat_every == repeat_every - 1) breach = repeat(schedule_seed);
    if (breach) found(index, std::move(*breach));
    return !breach;
  }

  std::optional<Breach> repeat(std::uint64_t schedule_seed) {
    ++mine_.repeated;
    SeededSource choices(schedule_seed);
    static const Verdict none = [](const Trace&, Freedom) { return std::nullopt; };
    if (std::optional<Breach> breach = judge(flying_, choices, run_options_, none, again_)) return breach;
    return compare(trace_, again_);
  }

  void count(std::uint64_t index) {
    ++mine_.runs;
    // A sum, so that it does not matter in which order the workers come.
    std::uint64_t place = index;
    mine_.digest += digest_of(trace_) ^ splitmix64(place);
    mine_.meetings.count(meetings_.watch(trace_.events));
    for (const tornado::Event& event : trace_.events) ++mine_.events[static_cast<std::size_t>(event.kind)];
    for (const Choice& choice : trace_.schedule.choices()) {
      ChoiceCounts::Count& counted = mine_.choices[choice.kind];
      ++counted.asked;
      counted.moved += choice.index != 0 ? 1U : 0U;
    }
  }

  void found(std::uint64_t index, Breach breach) {
    ++shared_.progress.findings;
    std::lock_guard lock(shared_.mutex);
    auto& counterexample = shared_.result.counterexample;
    if (counterexample && counterexample->program <= index) return;
    counterexample.emplace();
    if (native_ != nullptr) {
      counterexample->subject = native_->name;
    } else {
      counterexample->scenario = scenario_;
    }
    counterexample->schedule = trace_.schedule;
    counterexample->freedom = shared_.options.freedom;
    counterexample->phase_limit = run_options_.phase_limit;
    counterexample->breach = std::move(breach);
    counterexample->seed = shared_.options.seed;
    counterexample->program = index;
    // Programs before this one may still turn out to break a law; those after it do not matter any more.
    shared_.stop_at = std::min(shared_.stop_at.load(), index + 1);
  }

  void report() {
    shared_.progress.programs += mine_.programs - reported_.programs;
    shared_.progress.runs += mine_.runs - reported_.runs;
    reported_.programs = mine_.programs;
    reported_.runs = mine_.runs;
    shared_.progress.steps += steps() - reported_.steps;
    reported_.steps = steps();
  }

  std::uint64_t steps() const {
    auto of = [&](tornado::EventKind kind) { return mine_.events[static_cast<std::size_t>(kind)]; };
    return of(tornado::EventKind::callback_begin) + of(tornado::EventKind::timer_begin) +
           of(tornado::EventKind::external_begin);
  }

  void finish() {
    report();
    std::lock_guard lock(shared_.mutex);
    CampaignResult& all = shared_.result;
    all.programs += mine_.programs;
    all.runs += mine_.runs;
    all.steps += steps();
    all.repeated += mine_.repeated;
    all.digest += mine_.digest;
    all.constructs += mine_.constructs;
    all.choices += mine_.choices;
    all.meetings += mine_.meetings;
    for (std::size_t kind = 0; kind < all.events.size(); ++kind) all.events[kind] += mine_.events[kind];
    std::size_t place = 0;
    for (std::size_t at = 0; at < laws_.size(); ++at) {
      const LawCard& card = laws_.card(at);
      if (shared_.options.freedom == Freedom::adversary && !card.holds_under_adversary) continue;
      if (all.laws.size() == place) all.laws.push_back({card.name, card.title, 0});
      all.laws[place++].runs_judged += laws_.runs_judged(at);
    }
    for (const auto& [defect, runs] : laws_.runs_known()) all.known[defect] += runs;
    --shared_.working;
  }

  Shared& shared_;
  LawSet laws_;
  GeneratorOptions generator_;
  RunOptions run_options_;
  Scenario scenario_;
  ScenarioSubject subject_;
  const NativeSubject* native_ = nullptr;  // if it is one of these that flies
  Subject flying_{};
  Trace trace_;
  Trace again_;
  MeetingWatcher meetings_;
  CampaignResult mine_;
  struct {
    std::uint64_t programs = 0;
    std::uint64_t runs = 0;
    std::uint64_t steps = 0;
  } reported_;
};

}  // namespace

CampaignResult run_campaign(const CampaignOptions& options,
                            const std::function<void(const CampaignProgress&)>& on_tick) {
  LawSet check_names(options.laws);  // throws before any work is done
  const Clock::time_point start = Clock::now();
  const auto time =
      std::chrono::duration_cast<Clock::duration>(options.time.value_or(std::chrono::duration<double>(0)));
  Shared shared(options, start + time);
  if (options.programs) shared.stop_at = *options.programs;
  const unsigned jobs = std::max(1U, options.jobs);
  shared.working = jobs;
  {
    std::vector<std::jthread> threads;
    try {
      for (unsigned job = 0; job < jobs; ++job) {
        threads.emplace_back([worker = std::make_unique<Worker>(shared)] { worker->work(); });
      }
    } catch (...) {
      shared.stop_at = 0;  // for those that fly already
      throw;
    }
    while (on_tick && shared.working > 0) {
      on_tick(shared.progress);
      std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
  }
  if (shared.failure) std::rethrow_exception(shared.failure);
  shared.result.interrupted = options.interrupted != nullptr && *options.interrupted;
  shared.result.seconds = std::chrono::duration<double>(Clock::now() - start).count();
  return std::move(shared.result);
}

}  // namespace windtunnel
