#include "runtime/gen/maybe_future.hpp"

#include <memory>

#include "tests/runtime/loop_fixture.hpp"

namespace tornado {
namespace {

TEST(Law, G34_a_future_is_itself) {
  Future<int> future;
  EXPECT_EQ(maybe_future(future), future);
}

TEST(Law, G34_anything_else_becomes_a_done_future) {
  EXPECT_EQ(maybe_future(5).result(), 5);
  EXPECT_EQ(*maybe_future(std::make_unique<int>(5)).take(), 5);
}

}  // namespace
}  // namespace tornado
