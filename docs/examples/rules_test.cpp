// A stateful test: what can be done with a pool of connections, run by several tasks at the same time, and
// what must then be true.
#include <gtest/gtest.h>
#include <vector>
#include <windtunnel/testing.hpp>

using namespace windtunnel;
using tornado::Future;

namespace {

struct Pool {
  std::vector<int> idle = {1, 2, 3};
  Bundle<int> held;  // connections that somebody has, for other rules to use
};

Future<void> acquire(World& world, Pool& pool) {
  const int connection = pool.idle.back();
  pool.idle.pop_back();  // a race if it came after the wait
  co_yield world.turn();
  for (const int other : pool.held) world.check_not_equal(connection, other, "the connection");
  pool.held.add(connection);
}

Future<void> release(World& world, Pool& pool, int connection) {
  co_yield world.turn();
  pool.idle.push_back(connection);
}

Future<void> use_pool(World& world) {
  const Rules<Pool> rules(world);
  rules.add("acquire", [](const Pool& pool) { return !pool.idle.empty(); }, acquire);
  rules.add("release", consumes(&Pool::held), release);
  rules.always("at most three are held", [](const Pool& pool) { return pool.held.size() <= 3; });
  co_yield rules.run(2, 6);
}

}  // namespace

TEST(Pool, HandsOutEachConnectionOnce) {
  EXPECT_HOLDS(use_pool);
}
