#include "harness/diff/diff_campaign.hpp"

#include <mutex>
#include <utility>

#include "harness/choices/random.hpp"
#include "harness/choices/seeded_source.hpp"
#include "harness/digest.hpp"
#include "harness/generator/generator.hpp"
#include "harness/scenario/printer.hpp"

namespace windtunnel {

namespace {

constexpr std::uint64_t batch = 32;  // programs in one question to the oracle

// What a worker counts, and the sum of all.
void add(DiffResult& sum, const DiffResult& part) {
  sum.programs += part.programs;
  sum.runs += part.runs;
  sum.set_again += part.set_again;
  sum.digest += part.digest;
  sum.constructs += part.constructs;
}

class Worker {
 public:
  Worker(const DiffOptions& options, Crew& crew)
      : options_(options), crew_(crew), peer_(options.oracle, options.patience) {}

  // The differences of its batches come to `found`, the earliest last.
  template <class Report>
  void work(Report report) {
    while (const std::optional<Crew::Batch> numbers = crew_.next()) report(compare_batch(*numbers));
  }

  const DiffResult& counted() const { return mine_; }

 private:
  std::optional<FoundDifference> compare_batch(Crew::Batch numbers) {
    std::vector<NativeRuns> native;
    std::vector<OracleRequest> requests;
    for (std::uint64_t number = numbers.first; number < numbers.end; ++number) {
      native.push_back(run_natively(diff_program(options_, number, mine_.constructs),
                                    {{}, options_.schedules - 1, schedule_seed(options_, number)}));
      requests.push_back(request_for(native.back()));
    }
    const std::vector<OracleAnswer> answers = peer_.ask(requests);
    for (std::size_t at = 0; at < answers.size(); ++at) {
      const std::uint64_t number = numbers.first + at;
      count(number, native[at], answers[at]);
      std::optional<Difference> difference = compare(native[at], answers[at]);
      if (difference) return FoundDifference{number, std::move(*difference)};
    }
    return std::nullopt;
  }

  void count(std::uint64_t number, const NativeRuns& native, const OracleAnswer& answer) {
    ++mine_.programs;
    mine_.runs += native.traces.size();
    mine_.set_again += answer.set_again;
    Digest digest;
    for (const std::string& trace : native.traces) digest.feed(trace);
    // A sum, so that it does not matter in which order the workers come.
    mine_.digest += digest.value() ^ splitmix64(number);
  }

  const DiffOptions& options_;
  Crew& crew_;
  OraclePeer peer_;
  DiffResult mine_;
};

}  // namespace

std::string diff_program(const DiffOptions& options, std::uint64_t number, ConstructCounts& constructs) {
  GeneratorOptions generator;
  generator.size = options.program_size;
  generator.areas = options.areas;
  SeededSource choices(derive(derive(options.seed, number), 0));
  Scenario scenario;
  const Generated generated = generate(choices, generator, scenario);
  constructs.count(generated.enabled, generated.used);
  return print(scenario);
}

std::uint64_t schedule_seed(const DiffOptions& options, std::uint64_t number) {
  return derive(options.seed, number);
}

DiffResult run_diff(const DiffOptions& options, const std::function<void(const DiffProgress&)>& on_tick) {
  OraclePeer(options.oracle, options.patience).greet();
  Crew crew(options.limits, batch);
  DiffProgress progress;
  DiffResult result;
  std::mutex mutex;
  const auto work = [&] {
    Worker worker(options, crew);
    DiffResult shown;
    worker.work([&](std::optional<FoundDifference> found) {
      progress.programs += worker.counted().programs - shown.programs;
      progress.runs += worker.counted().runs - shown.runs;
      shown.programs = worker.counted().programs;
      shown.runs = worker.counted().runs;
      if (!found) return;
      ++progress.differences;
      crew.end_with(found->program);
      std::lock_guard lock(mutex);
      if (!result.found || found->program < result.found->program) result.found = std::move(found);
    });
    std::lock_guard lock(mutex);
    add(result, worker.counted());
  };
  crew.run(options.jobs, work, on_tick ? [&] { on_tick(progress); } : std::function<void()>());
  result.interrupted = crew.interrupted();
  result.seconds = crew.seconds();
  return result;
}

}  // namespace windtunnel
