#include "harness/report/evidence_index.hpp"

#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/properties/laws/catalogue.hpp"
#include "harness/scenario/source_error.hpp"

namespace windtunnel::report {
namespace {

namespace fs = std::filesystem;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;

const EvidenceIndex& project() {
  static const EvidenceIndex index(WINDTUNNEL_SOURCE_DIR);
  return index;
}

TEST(EvidenceIndex, EveryLawOfWhatTheRuntimeHasIsBorneByATest) {
  for (const properties::LawGroup& group : properties::law_groups()) {
    if (group.to_come) continue;
    for (const properties::LawEntry& law : group.laws)
      EXPECT_THAT(project().of(law.name).tests, Not(IsEmpty()))
          << law.name << " has no test: " << law.sentence;
  }
}

TEST(EvidenceIndex, EveryCheckHasItsTests) {
  for (const properties::LawEntry& invariant : properties::invariants()) {
    const Evidence& evidence = project().of(invariant.name);
    EXPECT_TRUE(evidence.mutants.empty() || !evidence.tests.empty()) << invariant.name;
  }
}

TEST(EvidenceIndex, EveryLawThatIsNamedExists) {
  EXPECT_THAT(project().strays(), IsEmpty());
}

TEST(EvidenceIndex, EveryMutantBreaksALaw) {
  for (const Mutant& mutant : project().mutants())
    EXPECT_THAT(mutant.breaks, Not(IsEmpty())) << mutant.name << " names no law: it wants BREAKS in its row";
}

TEST(EvidenceIndex, OnlyKnownDefectsAreMarkedAsKnownInScenarios) {
  for (const litmus::LitmusEntry& entry : project().litmus())
    for (const std::string& name : entry.header.known) {
      const properties::LawEntry* law = properties::find_law(name);
      EXPECT_TRUE(law != nullptr && law->known) << entry.name << ": " << name;
    }
}

// A project of one test, one mutant and two scenarios.
class SmallProject : public ::testing::Test {
 protected:
  void SetUp() override {
    root_ = fs::path(testing::TempDir()) /
            ("windtunnel_" + std::string(testing::UnitTest::GetInstance()->current_test_info()->name()));
    write("tests/a/b_test.cpp", "TEST(Law, L3_late) {}\nTEST(Law, F99_odd) {}\nTEST(V2Lost, Some) {}\n");
    write("tests/a/b.cpp", "TEST(Law, L4_in_no_test_file) {}\n");
    write("tests/mutants/table.cmake", "mutant(eager WHAT \"too soon\" LAW V3 BREAKS L3)\n");
    write("corpus/litmus/long.py", scenario("# known: R13\n", "    pass\n    pass\n"));
    write("corpus/litmus/short.py", scenario("# known: R13\n", "    pass\n"));
  }
  void TearDown() override { fs::remove_all(root_); }

  static std::string scenario(const std::string& known, const std::string& body) {
    return "# Why?\n# answer: So.\n# laws: R13\n" + known + "# must: -\ndef main():\n" + body;
  }

  void write(const std::string& name, const std::string& text) const {
    fs::create_directories((root_ / name).parent_path());
    std::ofstream(root_ / name) << text;
  }

  fs::path root_;
};

TEST_F(SmallProject, IsSearched) {
  const EvidenceIndex index(root_);
  EXPECT_THAT(index.of("L3").tests, ElementsAre("L3_late"));
  EXPECT_THAT(index.of("L3").checks, ElementsAre("V3"));
  EXPECT_THAT(index.of("L3").mutants, ElementsAre("eager"));
  EXPECT_THAT(index.of("L4").tests, IsEmpty());
  EXPECT_THAT(index.of("V2").tests, ElementsAre("V2Lost.*"));
  EXPECT_THAT(index.of("V3").mutants, ElementsAre("eager"));
  EXPECT_THAT(index.of("R13").litmus, ElementsAre("long", "short"));
  EXPECT_THAT(index.of("Z1").tests, IsEmpty());
  EXPECT_THAT(index.strays(), ElementsAre("test F99_odd names F99, which is not a law"));
}

TEST_F(SmallProject, ShowsTheSmallestScenarioOfAKnownDefectFirst) {
  const EvidenceIndex index(root_);
  ASSERT_EQ(index.known("R13").size(), 2U);
  EXPECT_EQ(index.known("R13").front().name, "short");
  EXPECT_THAT(index.known("R12"), IsEmpty());
}

TEST_F(SmallProject, OfWhichAPartIsMissingIsRefused) {
  for (const char* part : {"tests", "corpus"}) {
    fs::remove_all(root_ / part);
    EXPECT_THROW(EvidenceIndex{root_}, scenario::SourceError) << part;
    SetUp();
  }
}

}  // namespace
}  // namespace windtunnel::report
