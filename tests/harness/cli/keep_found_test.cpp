#include "harness/cli/keep_found.hpp"

#include <chrono>
#include <gtest/gtest.h>

namespace windtunnel::cli {
namespace {

using Seconds = std::chrono::duration<double>;

TEST(KeepFound, ShrinkingTakesNoLongerThanTheSearchMightAndAtMostHalfAMinute) {
  EXPECT_EQ(shrink_limits(Seconds(2)).time, Seconds(2));
  EXPECT_EQ(shrink_limits(Seconds(3600)).time, Seconds(30));
  EXPECT_EQ(shrink_limits(std::nullopt).time, Seconds(30));
}

}  // namespace
}  // namespace windtunnel::cli
