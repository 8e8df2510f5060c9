#include "runtime/gen/chain_future.hpp"

#include <memory>

#include "tests/runtime/loop_fixture.hpp"

namespace tornado {
namespace {

using ::testing::ElementsAre;

TEST(Law, F13_TheOutcomeIsCopiedSynchronously) {
  Future<int> from;
  Future<int> to;
  chain_future(from, to);
  EXPECT_FALSE(to.done());
  from.set_result(3);
  EXPECT_EQ(to.result(), 3);
}

TEST(Law, F13_AtOnceIfTheSourceIsDone) {
  Future<int> to;
  chain_future(done_future(3), to);
  EXPECT_EQ(to.result(), 3);
}

TEST(Law, F13_TheSourceOfAFailureCountsAsRetrieved) {
  LoopFixture world;
  {
    Future<void> to;
    chain_future(failed("late"), to);
    EXPECT_THAT(world.logged, ElementsAre());
  }
  EXPECT_THAT(world.logged, ElementsAre("unretrieved late"));
}

TEST(Law, F13_NothingHappensIfTheDestinationIsDoneAndTheSourceStaysUnretrieved) {
  LoopFixture world;
  Future<void> to;
  to.set_result();
  chain_future(failed("unseen"), to);
  EXPECT_THAT(world.logged, ElementsAre("unretrieved unseen"));
  EXPECT_EQ(to.exception(), nullptr);
}

TEST(ChainFuture, AMoveOnlyResultIsMoved) {
  Future<std::unique_ptr<int>> from;
  Future<std::unique_ptr<int>> to;
  chain_future(from, to);
  from.set_result(std::make_unique<int>(1));
  EXPECT_EQ(*to.take(), 1);
}

}  // namespace
}  // namespace tornado
