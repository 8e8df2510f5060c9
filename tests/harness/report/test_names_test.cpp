#include "harness/report/test_names.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace windtunnel::report {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(TestNames, AreThoseThatTheSourceDeclares) {
  EXPECT_THAT(tests_in("#include <gtest/gtest.h>\n"
                       "TEST(Law, F1_first) {\n"
                       "  TEST(Law, Inside);\n"
                       "}\n"
                       "TEST_F(Cli,\n       L2_second) {}\n"
                       "TEST_P(Golden, third) {}\n"
                       "// TEST(Law, Commented) {}\n"
                       "RC_GTEST_PROP(Timers, L5_fourth, (int seed)) {}\n"),
              ElementsAre(TestName{"Law", "F1_first"}, TestName{"Cli", "L2_second"},
                          TestName{"Golden", "third"}, TestName{"Timers", "L5_fourth"}));
}

TEST(TestNames, AreNotFoundInWhatIsNoDeclaration) {
  for (const char* text : {"", "TEST(", "TEST(Law", "TEST(Law,", "TEST(Law, F1", "TEST(, F1)", "TEST(Law, )",
                           "RC_GTEST_PROP(Timers, L5_x)", "TESTING(Law, F1)"})
    EXPECT_THAT(tests_in(text), IsEmpty()) << text;
}

TEST(TestNames, BearTheNumbersOfLaws) {
  EXPECT_THAT(laws_in_name("F5_a_callback"), ElementsAre("F5"));
  EXPECT_THAT(laws_in_name("K11_Q4_both"), ElementsAre("K11", "Q4"));
  EXPECT_THAT(laws_in_name("what_L26_says"), ElementsAre("L26"));
  EXPECT_THAT(laws_in_name("V12Resolution"), ElementsAre("V12"));
  EXPECT_THAT(laws_in_name("G27F17"), ElementsAre("G27", "F17"));
  for (const char* name : {"", "_", "F_5", "f5_x", "Utf8", "aF5", "UTF8", "F5x", "Law"})
    EXPECT_THAT(laws_in_name(name), IsEmpty()) << name;
}

}  // namespace
}  // namespace windtunnel::report
