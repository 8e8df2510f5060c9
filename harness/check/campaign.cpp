#include "harness/check/campaign.hpp"

#include <algorithm>
#include <limits>
#include <memory>
#include <thread>

#include "harness/check/judge.hpp"
#include "harness/choices/seeded_source.hpp"
#include "harness/generator/generator.hpp"
#include "harness/subjects/native_subjects.hpp"
#include "harness/subjects/scenario_subject.hpp"

namespace windtunnel {

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::uint64_t batch = 32;           // programs that a worker takes at once
constexpr std::uint64_t native_every = 32;    // programs of which one is a native subject's
constexpr std::uint64_t repeat_every = 1000;  // runs of which one is done twice

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
  std::atomic<unsigned> working{0};
};

class Worker {
 public:
  explicit Worker(Shared& shared) : shared_(shared), laws_(shared.options.laws) {
    generator_.size = shared.options.program_size;
    run_options_.freedom = shared.options.freedom;
  }

  void work() {
    for (;;) {
      std::uint64_t first = shared_.next.fetch_add(batch);
      for (std::uint64_t index = first; index < first + batch; ++index) {
        if (index >= shared_.stop_at.load(std::memory_order_relaxed)) return finish();
        if (shared_.options.time && Clock::now() >= shared_.deadline) return finish();
        fly(index);
      }
      report();
    }
  }

 private:
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
    const std::uint64_t digest = digest_of(trace_);
    count(index, digest);
    if (!breach && mine_.runs % repeat_every == 1) breach = repeat(schedule_seed, digest);
    if (breach) found(index, *breach);
    return !breach;
  }

  std::optional<Breach> repeat(std::uint64_t schedule_seed, std::uint64_t digest) {
    ++mine_.repeated;
    SeededSource choices(schedule_seed);
    run(flying_, choices, run_options_, again_);
    if (digest_of(again_) == digest) return std::nullopt;
    auto [here, there] =
        std::mismatch(trace_.events.begin(), trace_.events.end(), again_.events.begin(), again_.events.end());
    return Breach{nondeterminism, static_cast<std::size_t>(here - trace_.events.begin()),
                  "the same program under the same schedule left two different traces"};
  }

  void count(std::uint64_t index, std::uint64_t digest) {
    ++mine_.runs;
    // A sum, so that it does not matter in which order the workers come.
    std::uint64_t place = index;
    mine_.digest += digest ^ splitmix64(place);
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
    for (std::size_t kind = 0; kind < all.events.size(); ++kind) all.events[kind] += mine_.events[kind];
    all.laws.resize(laws_.size());
    for (std::size_t at = 0; at < laws_.size(); ++at) {
      all.laws[at].name = laws_.card(at).name;
      all.laws[at].title = laws_.card(at).title;
      all.laws[at].runs_judged += laws_.runs_judged(at);
    }
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
  std::vector<std::thread> threads;
  for (unsigned job = 0; job < jobs; ++job) {
    threads.emplace_back([&shared] { std::make_unique<Worker>(shared)->work(); });
  }
  while (on_tick && shared.working > 0) {
    on_tick(shared.progress);
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
  for (std::thread& thread : threads) thread.join();
  shared.result.seconds = std::chrono::duration<double>(Clock::now() - start).count();
  return std::move(shared.result);
}

}  // namespace windtunnel
