// Two tasks that add one to a counter under a lock: correct under every schedule. Without the lock, one
// addition is lost.
#include <gtest/gtest.h>
#include <windtunnel/testing.hpp>

using namespace windtunnel;
using tornado::Future;

namespace {

Future<void> add_one(World&, Mutex lock, Shared<int> x) {
  const auto guard = co_yield lock.lock();
  const int value = co_yield x.read();
  co_yield x.write(value + 1);
}

Future<void> counter(World& world) {
  const Mutex lock(world, "lock");
  const Shared<int> x(world, "x");
  world.spawn("a", add_one, lock, x);
  world.spawn("b", add_one, lock, x);
  co_yield world.join();
  world.check(x.peek() == 2, "both additions count");
}

Future<void> add_one_unlocked(World&, Shared<int> x) {
  const int value = co_yield x.read();
  co_yield x.write(value + 1);
}

Future<void> racy_counter(World& world) {
  const Shared<int> x(world, "x");
  world.spawn("a", add_one_unlocked, x);
  world.spawn("b", add_one_unlocked, x);
  co_yield world.join();
  world.check(x.peek() == 2, "both additions count");
}

}  // namespace

TEST(Counter, CountsEveryAdditionUnderALock) {
  EXPECT_HOLDS(counter);
}

TEST(Counter, LosesAnAdditionWithoutALock) {
  EXPECT_FALSE(search_for_violation("racy_counter", racy_counter).holds);
}
