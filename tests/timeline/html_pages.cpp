// A test program whose pages campaign_test.py looks at: tests that fail, and one that searches twice.
#include <gtest/gtest.h>

#include "harness/testing/testing.hpp"

namespace windtunnel {
namespace {

using tornado::Future;

Future<void> add_one(World&, Shared<int> count) {
  const int seen = co_yield count.read();
  co_yield count.write(seen + 1);
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

constexpr const char* markup =
    "<img src=x "
    "onerror=document.body.dataset.hacked=1></script><script>document.body.dataset.hacked=1</"
    "script>\033[2J\xff";

Future<void> log_markup(World& world) {
  world.log(markup);
  co_return;
}

Future<void> is_hostile(World& world) {
  world.spawn(markup, log_markup);
  world.sometimes(markup, world.may_fail(markup));
  co_yield world.join();
  world.check(false, markup);
}

TEST(HtmlPages, HasNamesThatAreMarkup) {
  EXPECT_HOLDS(is_hostile);
}

TEST(HtmlPages, Fails) {
  EXPECT_HOLDS(two_additions);
}

TEST(HtmlPages, SearchesTwice) {
  EXPECT_HOLDS(save_twice);
  EXPECT_HOLDS(save_twice);
}

}  // namespace
}  // namespace windtunnel
