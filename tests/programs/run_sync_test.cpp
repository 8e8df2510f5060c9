#include <gtest/gtest.h>

#include "harness/core/seeded_source.hpp"
#include "harness/properties/judge.hpp"
#include "harness/properties/laws/law_set.hpp"
#include "tests/programs/run_sync_subject.hpp"

namespace windtunnel {
namespace {

TEST(RunSync, HoldsWhateverTheProgramsDo) {
  const WorldSubject subject(run_sync_programs);
  properties::LawJudge laws(core::all_guarantees);
  core::Trace trace;
  for (const core::SchedulingModel model :
       {core::SchedulingModel::exact, core::SchedulingModel::adversarial}) {
    core::RunOptions options;
    options.model = model;
    for (std::uint64_t seed = 1; seed <= 2000; ++seed) {
      core::SeededSource choices(seed);
      const std::optional<core::Violation> violation =
          run_and_judge(subject.subject(), choices, options, laws, trace);
      ASSERT_FALSE(violation) << "seed " << seed << ": " << violation->law << ": " << violation->message
                              << "\n"
                              << trace.text;
    }
  }
}

}  // namespace
}  // namespace windtunnel
