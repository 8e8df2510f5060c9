// The planted errors are found whatever the seed, and explained; their twins are silent.
#include "tests/harness/kernel/threads/planted.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <string>

#include "harness/testing/testing.hpp"
#include "tests/temporary_folder.hpp"

namespace windtunnel {
namespace {

using ::testing::HasSubstr;

class Errors : public ::testing::TestWithParam<planted::Planted> {};

TEST_P(Errors, AreFoundWhateverTheSeedAndExplained) {
  const planted::Planted& error = GetParam();
  const TemporaryFolder folder;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    Budget budget{.schedules = 5'000, .seed = seed};
    budget.findings = folder.path().string();
    const Held held = search_for_violation(error.name, WorldProgram(error.wrong), budget);
    ASSERT_FALSE(held.holds) << "seed " << seed;
    EXPECT_THAT(held.words, HasSubstr(error.rule));
    EXPECT_THAT(held.words, HasSubstr(error.words));
  }
}

TEST_P(Errors, HaveTwinsThatAreSilent) {
  const planted::Planted& error = GetParam();
  const Held held = search_for_violation(error.name, WorldProgram(error.right), {.schedules = 1'000});
  EXPECT_TRUE(held.holds) << held.words;
}

INSTANTIATE_TEST_SUITE_P(Planted, Errors, ::testing::ValuesIn(planted::all()), [](const auto& each) {
  std::string name(each.param.name);
  for (char& letter : name) letter = letter == ' ' ? '_' : letter;
  return name;
});

}  // namespace
}  // namespace windtunnel
