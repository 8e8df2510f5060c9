#include "runtime/gen/chain_future.hpp"

#include <memory>

#include "tests/runtime/loop_fixture.hpp"

namespace tornado {
namespace {

using ::testing::ElementsAre;

TEST(Law, F13_the_outcome_is_copied_synchronously) {
  Future<int> from;
  Future<int> to;
  chain_future(from, to);
  EXPECT_FALSE(to.done());
  from.set_result(3);
  EXPECT_EQ(to.result(), 3);
}

TEST(Law, F13_at_once_if_the_source_is_done) {
  Future<int> to;
  chain_future(done_future(3), to);
  EXPECT_EQ(to.result(), 3);
}

TEST(Law, F13_the_source_of_a_failure_counts_as_retrieved) {
  LoopFixture world;
  {
    Future<void> to;
    chain_future(failed("late"), to);
    EXPECT_THAT(world.logged, ElementsAre());
  }
  EXPECT_THAT(world.logged, ElementsAre("unretrieved late"));
}

TEST(Law, F13_nothing_happens_if_the_destination_is_done_and_the_source_stays_unretrieved) {
  LoopFixture world;
  Future<void> to;
  to.set_result();
  chain_future(failed("unseen"), to);
  EXPECT_THAT(world.logged, ElementsAre("unretrieved unseen"));
  EXPECT_EQ(to.exception(), nullptr);
}

TEST(ChainFuture, a_move_only_result_is_moved) {
  Future<std::unique_ptr<int>> from;
  Future<std::unique_ptr<int>> to;
  chain_future(from, to);
  from.set_result(std::make_unique<int>(1));
  EXPECT_EQ(*to.take(), 1);
}

}  // namespace
}  // namespace tornado
