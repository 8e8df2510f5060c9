#include "runtime/moment.hpp"

#include "tests/runtime/loop_fixture.hpp"

namespace tornado {
namespace {

Future<void> gathers_moments(LoopFixture& world) {
  std::vector<Future<void>> list{moment_future(), moment_future()};
  co_yield list;
  world.say_when("gathered");
}

TEST(Law, G30_MomentIsADoneFutureThatOnlyTheRunnerTreatsSpecially) {
  LoopFixture world;
  EXPECT_TRUE(moment_future().done());
  EXPECT_TRUE(convert_yielded(moment).done());
  auto task = gathers_moments(world);
  EXPECT_TRUE(task.done());
  EXPECT_TRUE(multi(std::vector{moment_future()}).done());
  EXPECT_EQ(world.loop.phases(), 0U);
}

TEST(Law, G30_ElsewhereItHasAnEmptyResult) {
  EXPECT_EQ(moment_future<int>().result(), 0);
}

}  // namespace
}  // namespace tornado
