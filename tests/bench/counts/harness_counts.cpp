#include "tests/bench/counts/harness_counts.hpp"

#include <stdexcept>

#include "harness/core/seeded_source.hpp"
#include "harness/generator/generator.hpp"
#include "harness/properties/judge.hpp"
#include "harness/strategies/strategies.hpp"
#include "harness/subjects/scenario_subject.hpp"
#include "harness/subjects/world/shared.hpp"
#include "harness/subjects/world/world.hpp"
#include "runtime/tornado.hpp"

namespace windtunnel::bench {

namespace {

using tornado::Future;

constexpr std::size_t runs = 200;

// Counts the runs of a subject under a strategy, as a search makes them.
void count_runs(Meter& meter, const core::Subject& subject, const char* strategy_name,
                core::SchedulingModel model = core::SchedulingModel::exact) {
  const auto strategy = strategies::make_strategy(strategy_name);
  core::RunOptions options;
  options.observe = false;
  options.model = model;
  core::Trace trace;
  std::uint64_t seed = 0;
  meter.count(runs, [&] {
    for (std::size_t left = runs; left > 0; --left) {
      strategy->begin_run(++seed, trace);
      run(subject, *strategy, options, trace);
      strategy->end_run(trace);
    }
  });
}

Future<void> adds_one(World& /*world*/, Shared<int> x) {
  const int value = co_yield x.read();
  co_yield x.write(value + 1);
}

Future<void> two_additions(World& world) {
  Shared<int> x(world, "x");
  world.spawn("a", adds_one, x);
  world.spawn("b", adds_one, x);
  co_yield world.join();
}

Future<void> sleeps(World& world) {
  for (int left = 3; left > 0; --left) co_yield world.sleep(tornado::Duration(0.001));
}

Future<void> three_sleepers(World& world) {
  for (const char* name : {"a", "b", "c"}) world.spawn(name, sleeps);
  co_yield world.join();
}

void world_run(Meter& meter) {
  const WorldSubject subject(two_additions);
  count_runs(meter, subject.subject(), "random");
}

void world_run_by_pos(Meter& meter) {
  const WorldSubject subject(two_additions);
  count_runs(meter, subject.subject(), "pos");
}

void realistic_world_run(Meter& meter) {
  const WorldSubject subject(three_sleepers);
  count_runs(meter, subject.subject(), "random", core::SchedulingModel::realistic);
}

// The parts of a campaign, over the first programs of a seed.
struct Programs {
  template <class Each>
  void each(Each each) {
    for (std::uint64_t seed = 1; seed <= runs; ++seed) {
      core::SeededSource source(seed);
      generator::generate(source, {}, scenario);
      each();
    }
  }

  void compile_and_run() {
    subject.reset(scenario);
    core::SeededSource choices(1);
    run(subject.subject(), choices, {}, trace);
  }

  scenario::Scenario scenario;
  subjects::ScenarioSubject subject;
  core::Trace trace;
};

void generated_program(Meter& meter) {
  Programs programs;
  meter.count(runs, [&] { programs.each([] {}); });
}

void compiled_program(Meter& meter) {
  Programs programs;
  meter.count(runs, [&] { programs.each([&] { programs.subject.reset(programs.scenario); }); });
}

void run_program(Meter& meter) {
  Programs programs;
  meter.count(runs, [&] { programs.each([&] { programs.compile_and_run(); }); });
}

void judged_program(Meter& meter) {
  Programs programs;
  properties::LawJudge laws(core::local_guarantees);
  meter.count(runs, [&] {
    programs.each([&] {
      programs.compile_and_run();
      if (laws.judge(programs.trace, nullptr)) throw std::logic_error("a law is violated");
    });
  });
}

constexpr Operation operations[] = {
    {"world-run", world_run},
    {"world-run-by-pos", world_run_by_pos},
    {"realistic-world-run", realistic_world_run},
    {"program-generated", generated_program},
    {"program-generated-and-compiled", compiled_program},
    {"program-generated-compiled-and-run", run_program},
    {"program-generated-compiled-run-and-judged", judged_program},
};

}  // namespace

std::span<const Operation> harness_operations() {
  return operations;
}

}  // namespace windtunnel::bench
