// A connection pool: who waits too long for a connection gives up, and the connection that comes for it is
// lost.
#include <algorithm>
#include <chrono>
#include <deque>
#include <gtest/gtest.h>
#include <vector>
#include <windtunnel/testing.hpp>

using namespace std::chrono_literals;
using namespace windtunnel;
using tornado::Future;

namespace {

class Pool {
 public:
  explicit Pool(bool fixed) : fixed_(fixed) {}

  Future<int> acquire(tornado::Duration patience) {
    if (!idle_.empty()) {
      const int connection = idle_.back();
      idle_.pop_back();
      co_return connection;
    }
    const Future<int> mine;  // release() sets it
    waiting_.push_back(mine);
    bool late = false;
    try {
      const Future<int> in_time = tornado::with_timeout(patience, mine);
      const int connection = co_yield in_time;
      co_return connection;
    } catch (const tornado::TimeoutError&) {
      late = true;
    }
    if (fixed_ && late) {
      std::erase_if(waiting_, [&](const Future<int>& each) { return each.cell() == mine.cell(); });
      if (mine.done()) release(mine.result());  // it came at the last moment
    }
    throw tornado::TimeoutError("no connection");
  }

  void release(int connection) {
    if (waiting_.empty()) return idle_.push_back(connection);
    Future<int> next = waiting_.front();
    waiting_.pop_front();
    next.set_result(connection);
  }

  std::size_t idle() const { return idle_.size(); }

 private:
  const bool fixed_;
  std::vector<int> idle_ = {1};
  std::deque<Future<int>> waiting_;
};

Future<void> query(World& world, Pool* pool) {
  const auto duration = 10ms * world.choose(4);
  try {
    const Future<int> acquiring = pool->acquire(20ms);
    const int connection = co_yield acquiring;
    co_yield world.sleep(duration);
    pool->release(connection);
    world.log("releases its connection");
  } catch (const tornado::TimeoutError&) {
    world.log("gives up");
  }
}

Future<void> two_queries(World& world, bool fixed) {
  Pool pool(fixed);
  world.spawn("alice", query, &pool);
  world.spawn("bob", query, &pool);
  co_yield world.join();
  world.check_equal(pool.idle(), 1U, "every connection is idle at the end");
}

}  // namespace

TEST(ConnectionPool, LosesAConnectionWhenAWaiterGivesUp) {
  const Held held = search_for_violation("pool", [](World& world) { return two_queries(world, false); });
  EXPECT_FALSE(held.holds);
}

TEST(ConnectionPool, KeepsItWhenTheWaiterLeavesTheQueue) {
  EXPECT_HOLDS([](World& world) { return two_queries(world, true); });
}
