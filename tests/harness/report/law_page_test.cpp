#include "harness/report/law_page.hpp"

#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <iterator>

namespace windtunnel::report {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

const EvidenceIndex& project() {
  static const EvidenceIndex index(WINDTUNNEL_SOURCE_DIR);
  return index;
}

TEST(LawPage, IsTheOneInTheDocs) {
  std::ifstream file(std::filesystem::path(WINDTUNNEL_SOURCE_DIR) / "docs/laws.md");
  const std::string docs{std::istreambuf_iterator<char>(file), {}};
  EXPECT_TRUE(law_page(project()) == docs)
      << "docs/laws.md is not what the project's files say now: ./wt laws --markdown > docs/laws.md";
}

TEST(LawPage, ALawStandsAboveItsEvidence) {
  EXPECT_THAT(law_page(project()), HasSubstr("\n- **F5** An `Exception` from a callback"));
  EXPECT_THAT(
      law_page(project()),
      HasSubstr("\n  - tests: `F5_AnExceptionFromACallbackIsLoggedAndTheRestRun`\n"
                "  - watched by: V6\n"
                "  - mutants: `future-callback-errors-swallowed`, `future-callback-error-ends-the-rest`\n"));
  EXPECT_THAT(law_page(project()), HasSubstr("\n- **R13** (*known*) Finishing with unwaited Callbacks"));
  EXPECT_THAT(law_page(project()),
              HasSubstr("\n- **V4** A removed timer never runs.\n  - checked in every model: "));
}

TEST(LawPage, TheTableHasALineALaw) {
  const std::string table = law_table(project());
  EXPECT_EQ(std::count(table.begin(), table.end(), '\n'), 147);
  EXPECT_THAT(table, HasSubstr("\nL22 "));
  std::size_t longest = 0;
  for (std::size_t at = 0; at < table.size(); at = table.find('\n', at) + 1)
    longest = std::max(longest, table.find('\n', at) - at);
  EXPECT_LE(longest, 120U);
}

TEST(LawPage, OneLawIsShownWithEverything) {
  const std::string l5 = law_in_full(*properties::find_law("L5"), project());
  EXPECT_THAT(l5,
              StartsWith("L5: Timers run by (deadline, creation sequence): equal deadlines FIFO, also across "
                         "call_at/call_later/timedelta.\n"
                         "  test     L5_TimersRunByDeadlineAndEqualOnesInTheOrderOfAdding\n"));
  for (const char* line :
       {"watched  by V1: callbacks, timers, waiters and future callbacks run first in, first out",
        "mutant   equal-deadlines-reversed: of equal deadlines the later one runs first",
        "litmus   timers_with_equal_deadlines"})
    EXPECT_THAT(l5, HasSubstr(std::string("\n  ") + line + "\n"));
  EXPECT_THAT(law_in_full(*properties::find_law("V5"), project()), HasSubstr("\n  watches  L22, L23\n"));
  EXPECT_THAT(law_in_full(*properties::find_law("L23"), project()),
              HasSubstr("L23 (a known defect of 4.5.3): "));
}

TEST(LawPage, KnownDefectsAreThere) {
  const std::string known = known_defects_in_full(project());
  for (const char* law : {"L23", "R12", "R13", "R14", "G27", "K5", "K7", "K11"})
    EXPECT_THAT("\n" + known, HasSubstr(std::string("\n") + law + ": "));
}

}  // namespace
}  // namespace windtunnel::report
