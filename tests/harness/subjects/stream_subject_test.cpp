#include "harness/subjects/stream_subject.hpp"

#include <array>
#include <gtest/gtest.h>

#include "harness/core/random.hpp"
#include "harness/core/seeded_source.hpp"
#include "harness/properties/judge.hpp"
#include "runtime/sim/network/fault.hpp"

namespace windtunnel::subjects {
namespace {

// Runs that many, and says which fault struck how often.
std::array<std::uint64_t, tornado::fault_count> run_many(std::uint64_t seed, core::SchedulingModel model,
                                                         std::uint64_t runs) {
  const WorldSubject subject(run_stream);
  properties::LawJudge judge(core::all_guarantees);
  core::RunOptions options;
  options.model = model;
  std::array<std::uint64_t, tornado::fault_count> struck{};
  core::Trace trace;
  for (std::uint64_t run = 0; run < runs; ++run) {
    core::SeededSource choices(core::derive(seed, run));
    const auto violation = run_and_judge(subject.subject(), choices, options, judge, trace);
    EXPECT_FALSE(violation) << "run " << run << ": " << violation->law << " at " << violation->step << ": "
                            << violation->message;
    if (violation) break;
    for (const tornado::Event& event : trace.events) {
      if (event.kind == tornado::EventKind::network_fault) ++struck[event.detail];
    }
  }
  const properties::LawSet& laws = judge.laws();
  for (std::size_t law = 0; law < laws.size(); ++law) {
    if (laws.card(law).name == "V16" || laws.card(law).name == "V18") {
      EXPECT_GT(laws.runs_judged(law), runs / 2) << laws.card(law).name;
    }
  }
  return struck;
}

TEST(StreamSubject, KeepsAllLaws) {
  const auto struck = run_many(1, core::SchedulingModel::exact, 3000);
  const tornado::Faults of_connections = tornado::connection_faults | tornado::resolution_faults;
  for (std::size_t fault = 0; fault < struck.size(); ++fault) {
    if (!of_connections.has(static_cast<tornado::Fault>(fault))) continue;
    EXPECT_GT(struck[fault], 0U) << name_of(static_cast<tornado::Fault>(fault)) << " never struck";
  }
}

TEST(StreamSubject, KeepsThemUnderTheAdversary) {
  run_many(2, core::SchedulingModel::adversarial, 1000);
}

TEST(StreamSubject, IsTheSameAgain) {
  const WorldSubject subject(run_stream);
  core::Trace first;
  core::Trace second;
  for (std::uint64_t run = 0; run < 50; ++run) {
    for (core::Trace* trace : {&first, &second}) {
      core::SeededSource choices(core::derive(3, run));
      windtunnel::core::run(subject.subject(), choices, core::RunOptions{}, *trace);
    }
    ASSERT_FALSE(properties::compare(first, second)) << run;
  }
}

}  // namespace
}  // namespace windtunnel::subjects
