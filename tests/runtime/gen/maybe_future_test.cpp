#include "runtime/gen/maybe_future.hpp"

#include <memory>

#include "tests/runtime/loop_fixture.hpp"

namespace tornado {
namespace {

TEST(Law, G34_AFutureIsItself) {
  Future<int> future;
  EXPECT_EQ(maybe_future(future), future);
}

TEST(Law, G34_AnythingElseBecomesADoneFuture) {
  EXPECT_EQ(maybe_future(5).result(), 5);
  EXPECT_EQ(*maybe_future(std::make_unique<int>(5)).take(), 5);
}

}  // namespace
}  // namespace tornado
