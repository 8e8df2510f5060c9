#include "tests/harness/subjects/asio/planted_bugs.hpp"

#include <cstdlib>
#include <gtest/gtest.h>
#include <ostream>
#include <string>
#include <windtunnel/testing.hpp>

namespace windtunnel::planted {

// How GoogleTest names the parameter.
static void PrintTo(const PlantedBug& bug, std::ostream* out) {  // NOLINT: GoogleTest's name
  *out << bug.name;
}

namespace {

class PlantedBugs : public testing::TestWithParam<PlantedBug> {
 protected:
  static Held search(bool planted, const Budget& budget) {
    const auto program = [planted, run = GetParam().program](World& world) { run(world, planted); };
    return search_for_violation(GetParam().name, program, budget);
  }
};

TEST_P(PlantedBugs, AreFoundWithEverySeed) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const Held held = search(true, {.schedules = 5000,
                                    .seed = seed,
                                    .model = GetParam().model,
                                    .findings = testing::TempDir() + "windtunnel_planted"});
    EXPECT_FALSE(held.holds) << "seed " << seed;
  }
}

// WINDTUNNEL_TWINS=100000 for the figure of docs/asio.md.
TEST_P(PlantedBugs, HaveTwinsThatHold) {
  const char* const asked = std::getenv("WINDTUNNEL_TWINS");
  const std::uint64_t schedules = asked != nullptr ? std::stoull(asked) : 1000;
  const Held realistic =
      search(false, {.schedules = schedules, .findings = testing::TempDir() + "windtunnel_planted"});
  EXPECT_TRUE(realistic.holds) << realistic.words;
}

INSTANTIATE_TEST_SUITE_P(Asio, PlantedBugs, testing::ValuesIn(bugs, bugs + bug_count),
                         [](const auto& of) { return std::string(of.param.name); });

}  // namespace

}  // namespace windtunnel::planted
