#include "harness/apart/children.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdexcept>
#include <unistd.h>

namespace windtunnel {
namespace {

using ::testing::UnorderedElementsAre;

TEST(Children, AreLookedAfterUntilTheLastHasEndedEachOnce) {
  Children children;
  const ChildLimits limits;
  children.start([] {}, limits, nullptr);
  children.start([] { throw std::runtime_error("no"); }, limits, nullptr);
  children.start([] { usleep(250'000); }, limits, nullptr);
  std::vector<std::pair<std::size_t, Cause>> ended;
  int ticks = 0;
  children.look_after(
      [&](std::size_t child, const Ending& ending) { ended.emplace_back(child, ending.cause); },
      [&] { ++ticks; });
  EXPECT_THAT(ended, UnorderedElementsAre(std::pair(0, Cause::returned), std::pair(1, Cause::threw),
                                          std::pair(2, Cause::returned)));
  EXPECT_EQ(ended.back().first, 2U);
  EXPECT_GE(ticks, 2);
}

TEST(Children, NoneAreOverAtOnce) {
  Children none;
  none.look_after([](std::size_t, const Ending&) { FAIL(); }, [] { FAIL(); });
}

TEST(Children, ALossIsToldWithWhatWasDone) {
  EXPECT_EQ(loss_in_words({.cause = Cause::threw, .last_words = "no"}, "at work"), "no");
  EXPECT_EQ(loss_in_words({.cause = Cause::hung, .last_words = "oh"}, "at work"),
            "a worker is lost at work: it did not get on and was ended; its last words: oh");
}

}  // namespace
}  // namespace windtunnel
