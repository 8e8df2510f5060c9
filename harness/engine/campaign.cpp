#include "harness/engine/campaign.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <cassert>
#include <cstring>
#include <type_traits>
#include <utility>

#include "harness/core/random.hpp"
#include "harness/core/run_account.hpp"
#include "harness/core/seeded_source.hpp"
#include "harness/core/trace_digest.hpp"
#include "harness/engine/isolated_run.hpp"
#include "harness/engine/repeated_run.hpp"
#include "harness/engine/shared_memory.hpp"
#include "harness/generator/generator.hpp"
#include "harness/subjects/scenario_subject.hpp"

namespace windtunnel::engine {

namespace {

constexpr std::uint64_t batch = 32;  // programs in an item of work
constexpr std::uint64_t repeat_every =
    1000;  // programs of which one's runs are done twice, besides those of is_repeated()

// Each program has three seeds of its own: of what it is, and of each of its two runs.
enum class SeedOf : std::uint64_t { program, first_schedule, second_schedule };

constexpr std::uint64_t seed_of(const CampaignOptions& options, std::uint64_t index, SeedOf what) {
  return core::derive(core::derive(options.seed, index), static_cast<std::uint64_t>(what));
}

// Its handle, which findings call by its name.
core::Subject handle_of(const subjects::CppSubject& native) {
  core::Subject subject = native.subject;
  subject.name = native.name;
  return subject;
}

// The subject in C++ whose turn it is, if program `index` is one.
const subjects::CppSubject* cpp_subject_at(const CampaignOptions& options, std::uint64_t index) {
  if (options.subject) return &*options.subject;
  constexpr std::uint64_t cpp_every = 32;  // programs of which one is a subject's in C++
  if (index % cpp_every != cpp_every - 1 || options.own_subjects.empty()) return nullptr;
  return &options.own_subjects[index / cpp_every % options.own_subjects.size()];
}

generator::GeneratorOptions generator_options(const CampaignOptions& options) {
  generator::GeneratorOptions generator;
  generator.size = options.program_size;
  generator.areas = options.areas;
  return generator;
}

// How many programs of the campaign are the shard's.
std::optional<std::uint64_t> programs_of_shard(const CampaignOptions& options) {
  if (!options.programs) return std::nullopt;
  return share_of(options.shard, *options.programs);
}

static_assert(std::is_trivially_copyable_v<CampaignFigures>);

std::string to_bytes(const CampaignFigures& figures) {
  return {reinterpret_cast<const char*>(&figures), sizeof figures};
}

CampaignFigures figures_from_bytes(const std::string& bytes) {
  CampaignFigures figures;
  if (bytes.empty()) return figures;
  assert(bytes.size() == sizeof figures);
  std::memcpy(static_cast<void*>(&figures), bytes.data(), sizeof figures);
  return figures;
}

// What the programs of all workers have shown, in memory that they share: which of each kind, not how often.
class Shown {
 public:
  void note(const CampaignFigures& figures) {
    note(marks_, figures.marks.runs);
    note(constructs_, figures.constructs.occurred);
    note(faults_, figures.faults);
  }

  CampaignProgress progress(const PoolProgress& pool) const {
    CampaignProgress progress;
    static_cast<PoolProgress&>(progress) = pool;
    progress.marks = count(marks_);
    progress.constructs = count(constructs_);
    progress.faults = count(faults_);
    return progress;
  }

 private:
  template <std::size_t Size>
  using Flags = std::array<std::atomic<bool>, Size>;

  template <std::size_t Size>
  static void note(Flags<Size>& flags, const std::array<std::uint64_t, Size>& counts) {
    for (std::size_t at = 0; at < Size; ++at)
      if (counts[at] != 0) flags[at].store(true, std::memory_order_relaxed);
  }

  template <std::size_t Size>
  static std::uint64_t count(const Flags<Size>& flags) {
    return static_cast<std::uint64_t>(std::count(flags.begin(), flags.end(), true));
  }

  Flags<properties::mark_count> marks_{};
  Flags<generator::construct_count> constructs_{};
  Flags<tornado::fault_count> faults_{};
};

class CampaignWork final : public Work {
 public:
  CampaignWork(const CampaignOptions& options, Shown& shown)
      : options_(options),
        shown_(shown),
        programs_(programs_of_shard(options)),
        generator_(generator_options(options)),
        judge_(properties::LawSet(options.laws, guarantees_of(options))) {
    run_options_.model = options.model;
  }

  std::optional<core::Violation> work_on(std::uint64_t item, WorkerSlot& slot) override {
    std::optional<core::Violation> found;
    const std::uint64_t first = item * batch;
    const std::uint64_t count = programs_ ? std::min(batch, *programs_ - first) : batch;
    for (std::uint64_t place = 0; place < count && !found; ++place)
      found = run_program(program_of(options_.shard, first + place), place, slot);
    finish_figures();
    shown_.note(figures_);
    slot.cases = figures_.programs;
    slot.runs = figures_.runs;
    slot.steps = figures_.steps;
    return found;
  }

  std::string report() override { return to_bytes(figures_); }
  std::string account() const override { return core::account_of(trace_); }

 private:
  std::optional<core::Violation> run_program(std::uint64_t index, std::uint64_t place, WorkerSlot& slot) {
    ++figures_.programs;
    if (const subjects::CppSubject* native = cpp_subject_at(options_, index)) {
      subject_ = handle_of(*native);
      program_ = nullptr;
      return run_once(index, place, SeedOf::first_schedule, slot);
    }
    core::SeededSource program_choices(seed_of(options_, index, SeedOf::program));
    core::CountingSource counted(program_choices, figures_.choices);
    const generator::Generated generated = generate(counted, generator_, scenario_);
    figures_.constructs.count(generated.enabled, generated.used);
    compiled_.reset(scenario_);
    subject_ = compiled_.subject();
    program_ = &scenario_;
    std::optional<core::Violation> found = run_once(index, place, SeedOf::first_schedule, slot);
    // A run that asked nothing is the only one there is.
    if (!found && !trace_.schedule.empty()) found = run_once(index, place, SeedOf::second_schedule, slot);
    return found;
  }

  std::optional<core::Violation> run_once(std::uint64_t index, std::uint64_t place, SeedOf schedule,
                                          WorkerSlot& slot) {
    const std::uint64_t seed = seed_of(options_, index, schedule);
    std::optional<core::Violation> found = run_recorded(seed, place, judge_, trace_, slot);
    if (!found) figures_.marks.count(judge_.laws().marks());
    if (!found && options_.also != nullptr) found = options_.also->judge(trace_, program_);
    count(index);
    if (!found && (index % repeat_every == repeat_every - 1 || is_repeated(index + 1))) {
      ++figures_.repeated;
      const auto repeat = [&] { found = run_recorded(seed, place, nothing_, again_, slot); };
      if (std::optional<core::Violation> differs = compare_with_repeated(trace_, again_, repeat))
        found = std::move(differs);
    }
    return found;
  }

  // A run whose choices survive whatever it does.
  std::optional<core::Violation> run_recorded(std::uint64_t seed, std::uint64_t place,
                                              properties::Judge& judge, core::Trace& trace,
                                              WorkerSlot& slot) {
    core::SeededSource choices(seed);
    SharedRecordingSource source(choices, slot.recorder);
    slot.begin_run(place);
    std::optional<core::Violation> found =
        run_and_judge(subject_, source, run_options_, judge, trace, program_);
    slot.end_run();
    return found;
  }

  void count(std::uint64_t index) {
    ++figures_.runs;
    std::uint64_t place = index;
    // A sum, so that it does not matter which worker comes first.
    figures_.digest += digest_of(trace_) ^ core::splitmix64(place);
    for (const tornado::Event& event : trace_.events) {
      ++figures_.events[static_cast<std::size_t>(event.kind)];
      if (event.kind == tornado::EventKind::fault_enabled) ++figures_.faults_enabled[event.detail];
      if (event.kind == tornado::EventKind::network_fault) ++figures_.faults[event.detail];
    }
    for (const core::Choice& choice : trace_.schedule.choices()) {
      core::ChoiceCounts::Count& counted = figures_.choices[choice.kind];
      ++counted.asked;
      counted.moved += choice.index != 0 ? 1U : 0U;
    }
  }

  void finish_figures() {
    const auto of = [&](tornado::EventKind kind) { return figures_.events[static_cast<std::size_t>(kind)]; };
    figures_.steps = of(tornado::EventKind::callback_begin) + of(tornado::EventKind::timer_begin) +
                     of(tornado::EventKind::external_begin);
    const properties::LawSet& laws = judge_.laws();
    for (std::size_t at = 0; at < laws.size(); ++at) figures_.judged[at] = laws.runs_judged(at);
    figures_.known = {};
    for (const auto& [defect, runs] : laws.runs_known()) figures_.known.add(defect, runs);
  }

  const CampaignOptions& options_;
  Shown& shown_;
  const std::optional<std::uint64_t> programs_;
  const generator::GeneratorOptions generator_;
  properties::LawJudge judge_;
  properties::NoJudge nothing_;
  core::RunOptions run_options_;
  scenario::Scenario scenario_;
  subjects::ScenarioSubject compiled_;
  core::Subject subject_{};                      // of the program
  const scenario::Scenario* program_ = nullptr;  // if it is a scenario
  core::Trace trace_;
  core::Trace again_;
  CampaignFigures figures_;
};

PoolOptions pool_options(const CampaignOptions& options) {
  PoolOptions pool;
  pool.workers = std::max(1U, options.jobs);
  pool.limits = options.limits;
  if (const auto programs = programs_of_shard(options)) pool.queue.items = (*programs + batch - 1) / batch;
  pool.queue.time = options.time;
  pool.queue.interrupted = options.interrupted;
  pool.report_each_item = true;
  return pool;
}

CampaignFailure failure_of(const CampaignOptions& options, const FoundItem& found) {
  CampaignFailure failure;
  failure.number = program_of(options.shard, found.item * batch + found.place);
  static_cast<core::Case&>(failure) = case_at(options, failure.number);
  failure.schedule = found.schedule;
  failure.violation = found.violation;
  failure.account = found.account;
  if (found.exit) {
    must_be_own_fault(failure, *found.exit);
    failure.standard_error = found.exit->standard_error;
  }
  return failure;
}

}  // namespace

core::Case case_at(const CampaignOptions& options, std::uint64_t index) {
  core::Case made;
  if (const subjects::CppSubject* native = cpp_subject_at(options, index)) {
    made.subject = handle_of(*native);
  } else {
    scenario::Scenario scenario;
    core::SeededSource choices(seed_of(options, index, SeedOf::program));
    generate(choices, generator_options(options), scenario);
    made = subjects::case_of(std::move(scenario));
  }
  made.model = options.model;
  return made;
}

CampaignResult run_campaign(const CampaignOptions& options,
                            const std::function<void(const CampaignProgress&)>& on_tick) {
  const properties::LawSet laws(options.laws, guarantees_of(options));
  const SharedMemory<Shown> shown;
  const PoolResult pool = run_pool(
      pool_options(options), [&] { return std::make_unique<CampaignWork>(options, *shown); },
      [&](const PoolProgress& progress) {
        if (on_tick) on_tick(shown->progress(progress));
      });
  CampaignResult result;
  for (const std::string& report : pool.reports) result += figures_from_bytes(report);
  result.seconds = pool.seconds;
  result.interrupted = pool.interrupted;
  for (std::size_t at = 0; at < laws.size(); ++at) {
    const properties::LawCard& card = laws.card(at);
    if (!card.models.has(options.model)) continue;
    result.laws.push_back({card.name, card.title, result.judged[at]});
  }
  if (pool.found) result.failure = failure_of(options, *pool.found);
  return result;
}

}  // namespace windtunnel::engine
