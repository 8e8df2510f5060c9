#include <gtest/gtest.h>

#include "harness/check/judge.hpp"
#include "harness/choices/seeded_source.hpp"
#include "harness/properties/laws/law_set.hpp"
#include "tests/programs/run_sync_subject.hpp"

namespace windtunnel {
namespace {

TEST(RunSync, HoldsWhateverTheProgramsDo) {
  const WorldSubject subject(run_sync_programs);
  LawSet laws;
  Trace trace;
  for (const Freedom freedom : {Freedom::contract, Freedom::adversary}) {
    RunOptions options;
    options.freedom = freedom;
    for (std::uint64_t seed = 1; seed <= 2000; ++seed) {
      SeededSource choices(seed);
      const std::optional<Breach> breach = judge(subject.subject(), choices, options, laws, trace);
      ASSERT_FALSE(breach) << "seed " << seed << ": " << breach->law << ": " << breach->message << "\n"
                           << trace.text;
    }
  }
}

}  // namespace
}  // namespace windtunnel
