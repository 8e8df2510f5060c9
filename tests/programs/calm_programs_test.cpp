// The programs in calm weather hold on the runtime as it is, in every scheduling model, and what they are to
// see happens. tests/mutants/table.cmake has the broken runtimes that they find.
#include <gtest/gtest.h>
#include <optional>
#include <ostream>
#include <string>

#include "harness/core/seeded_source.hpp"
#include "harness/properties/judge.hpp"
#include "harness/properties/laws/law_set.hpp"
#include "harness/subjects/programs/calm_close.hpp"
#include "harness/subjects/programs/calm_core.hpp"
#include "harness/subjects/programs/calm_race.hpp"
#include "harness/subjects/programs/calm_site.hpp"
#include "harness/subjects/programs/calm_stream.hpp"
#include "harness/subjects/programs/calm_web.hpp"
#include "harness/subjects/programs/calm_wire.hpp"
#include "harness/subjects/programs/texts.hpp"

namespace windtunnel {

// GoogleTest prints parameters by it.
void PrintTo(const NamedProgram& named, std::ostream* out) {
  *out << named.name;
}

namespace {

class CalmProgram : public testing::TestWithParam<NamedProgram> {
 protected:
  static void expect_holds(core::SchedulingModel model) {
    constexpr std::uint64_t runs = 50;
    const WorldSubject subject(GetParam().program);
    properties::LawJudge laws(core::all_guarantees);
    core::RunOptions options;
    options.model = model;
    core::Trace trace;
    std::size_t received = 0;
    for (std::uint64_t seed = 1; seed <= runs; ++seed) {
      core::SeededSource choices(seed);
      const std::optional<core::Violation> violation =
          run_and_judge(subject.subject(), choices, options, laws, trace);
      ASSERT_FALSE(violation) << "seed " << seed << ": " << violation->law << ": " << violation->message
                              << "\n"
                              << trace.text;
      for (const tornado::Event& event : trace.events)
        received += event.kind == tornado::EventKind::socket_received ? 1 : 0;
    }
    const bool has_network =
        GetParam().name != subjects::texts.name && GetParam().name != subjects::calm_core.name;
    EXPECT_TRUE(!has_network || received > runs) << "hardly anything was sent: " << received;
  }
};

TEST_P(CalmProgram, HoldsUnderExact) {
  expect_holds(core::SchedulingModel::exact);
}

TEST_P(CalmProgram, HoldsUnderRealistic) {
  expect_holds(core::SchedulingModel::realistic);
}

TEST_P(CalmProgram, HoldsUnderAdversarial) {
  expect_holds(core::SchedulingModel::adversarial);
}

INSTANTIATE_TEST_SUITE_P(Weather, CalmProgram,
                         testing::Values(subjects::calm_stream, subjects::calm_web, subjects::calm_wire,
                                         subjects::calm_site, subjects::calm_race, subjects::calm_close,
                                         subjects::calm_core, subjects::texts));

}  // namespace
}  // namespace windtunnel
