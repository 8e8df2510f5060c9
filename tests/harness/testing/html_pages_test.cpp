// Tests whose pages tests/timeline/campaign_test.py looks at: they are disabled, because one of them fails.
#include <gtest/gtest.h>

#include "harness/testing/testing.hpp"

namespace windtunnel {
namespace {

using tornado::Future;

Future<void> add_one(World&, Shared<int> count) {
  const int seen = co_yield count.get();
  co_yield count.set(seen + 1);
}

Future<void> two_additions(World& world) {
  const Shared<int> count(world, "count");
  world.spawn("a", add_one, count);
  world.spawn("b", add_one, count);
  co_yield world.join();
  world.check_equal(count.peek(), 2, "both additions count");
}

Future<void> save_twice(World& world) {
  int failed = 0;
  for (int at = 0; at < 2; ++at) failed += world.may_fail("save") ? 1 : 0;
  world.sometimes("both fail", failed == 2);
  co_return;
}

TEST(HtmlPages, DISABLED_Fails) {
  EXPECT_HOLDS(two_additions);
}

TEST(HtmlPages, DISABLED_SearchesTwice) {
  EXPECT_HOLDS(save_twice);
  EXPECT_HOLDS(save_twice);
}

}  // namespace
}  // namespace windtunnel
