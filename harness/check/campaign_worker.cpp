#include "harness/check/campaign_worker.hpp"

#include <algorithm>
#include <utility>

#include "harness/check/judge.hpp"
#include "harness/check/program.hpp"
#include "harness/choices/seeded_source.hpp"
#include "harness/generator/generator.hpp"
#include "harness/subjects/scenario_subject.hpp"

namespace windtunnel {

namespace {

constexpr std::uint64_t repeat_every = 1000;  // programs of which one's runs are done twice

using Stage = WorkerDesk::Stage;

class CampaignWorker {
 public:
  CampaignWorker(const CampaignOptions& options, WorkShare& share, WorkerDesk& desk)
      : options_(options), share_(share), desk_(desk), laws_(options.laws, claims_of(options)) {
    generator_.size = options.program_size;
    generator_.areas = options.areas;
    run_options_.freedom = options.freedom;
  }

  void work() {
    while (const std::optional<WorkShare::Batch> batch = share_.next()) {
      for (std::uint64_t number = batch->first; number < batch->end && number < share_.end(); ++number) {
        desk_.number = number;
        fly(program_of(options_.shard, number));
        if (found_) break;
      }
      report();
      if (found_) return;
    }
  }

 private:
  void fly(std::uint64_t index) {
    ++mine_.programs;
    if (const NativeSubject* native = native_at(options_, index)) {
      flying_ = native->subject;
      fly_once(index, Stream::first_schedule);
      return;
    }
    desk_.stage = Stage::making;
    SeededSource program_choices(stream_seed(options_, index, Stream::program));
    CountingSource counted(program_choices, mine_.choices);
    Generated generated = generate(counted, generator_, scenario_);
    mine_.constructs.count(generated.enabled, generated.used);
    subject_.reset(scenario_);
    flying_ = subject_.subject();
    // A run that asked nothing is the only one there is.
    if (fly_once(index, Stream::first_schedule) && !trace_.schedule.empty()) {
      fly_once(index, Stream::second_schedule);
    }
  }

  bool fly_once(std::uint64_t index, Stream schedule) {
    const std::uint64_t schedule_seed = stream_seed(options_, index, schedule);
    SeededSource choices(schedule_seed);
    std::optional<Breach> breach = recorded(choices, trace_, [&](auto& source, Trace& trace) {
      return judge(flying_, source, run_options_, laws_, trace);
    });
    if (!breach) mine_.marks.count(laws_.marks());
    if (!breach && options_.also) breach = options_.also(trace_, run_options_.freedom);
    count(index);
    if (!breach && index % repeat_every == repeat_every - 1) breach = repeat(schedule_seed);
    desk_.stage = Stage::idle;
    if (breach) found(*breach);
    return !breach;
  }

  std::optional<Breach> repeat(std::uint64_t schedule_seed) {
    ++mine_.repeated;
    SeededSource choices(schedule_seed);
    static const Verdict none = [](const Trace&, Freedom) { return std::nullopt; };
    std::optional<Breach> breach = recorded(choices, again_, [&](auto& source, Trace& trace) {
      return judge(flying_, source, run_options_, none, trace);
    });
    return breach ? breach : compare(trace_, again_);
  }

  // A run whose choices survive whatever it does.
  template <class Judge>
  std::optional<Breach> recorded(SeededSource& choices, Trace& trace, Judge judged) {
    desk_.recorder.clear();
    desk_.pulse.fetch_add(1, std::memory_order_relaxed);
    desk_.stage = Stage::flying;
    FlightRecordingSource source(choices, desk_.recorder);
    return judged(source, trace);
  }

  void count(std::uint64_t index) {
    ++mine_.runs;
    std::uint64_t place = index;
    mine_.digest += digest_of(trace_) ^ splitmix64(place);
    for (const tornado::Event& event : trace_.events) {
      ++mine_.events[static_cast<std::size_t>(event.kind)];
      if (event.kind == tornado::EventKind::fault_enabled) ++mine_.faults_enabled[event.detail];
      if (event.kind == tornado::EventKind::network_fault) ++mine_.faults[event.detail];
    }
    for (const Choice& choice : trace_.schedule.choices()) {
      ChoiceCounts::Count& counted = mine_.choices[choice.kind];
      ++counted.asked;
      counted.moved += choice.index != 0 ? 1U : 0U;
    }
  }

  // Programs before this one may still turn out to break a law; those after it do not matter any more.
  void found(const Breach& breach) {
    found_ = true;
    desk_.breach.write(breach);
    share_.end_with(desk_.number);
  }

  void report() {
    const auto of = [&](tornado::EventKind kind) { return mine_.events[static_cast<std::size_t>(kind)]; };
    mine_.steps = of(tornado::EventKind::callback_begin) + of(tornado::EventKind::timer_begin) +
                  of(tornado::EventKind::external_begin);
    for (std::size_t at = 0; at < laws_.size(); ++at) mine_.judged[at] = laws_.runs_judged(at);
    mine_.known = {};
    for (const auto& [defect, runs] : laws_.runs_known()) mine_.known.add(defect, runs);
    desk_.programs = mine_.programs;
    desk_.runs = mine_.runs;
    desk_.steps = mine_.steps;
    desk_.leave(mine_);
  }

  const CampaignOptions& options_;
  WorkShare& share_;
  WorkerDesk& desk_;
  LawSet laws_;
  GeneratorOptions generator_;
  RunOptions run_options_;
  Scenario scenario_;
  ScenarioSubject subject_;
  Subject flying_{};
  bool found_ = false;
  Trace trace_;
  Trace again_;
  CampaignFigures mine_;
};

}  // namespace

void WorkerDesk::leave(const CampaignFigures& figures) {
  const unsigned other = 1 - which_.load(std::memory_order_relaxed);
  figures_[other] = figures;
  which_.store(other, std::memory_order_release);
}

void work(const CampaignOptions& options, WorkShare& share, WorkerDesk& desk) {
  CampaignWorker(options, share, desk).work();
}

}  // namespace windtunnel
