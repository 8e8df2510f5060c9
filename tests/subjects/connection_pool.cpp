// A pool hands a connection over one callback after it was released, and the deadline of the client that gets
// it comes in between.
#include <algorithm>
#include <deque>
#include <memory>
#include <vector>

#include "harness/subjects/world/registered_subject.hpp"
#include "harness/testing/testing.hpp"

namespace windtunnel::subjects {
namespace {

using namespace std::chrono_literals;
using tornado::Future;

struct Waiter {
  Future<int> connection;
  bool served = false;
};

class Pool {
 public:
  Pool(tornado::IOLoop& loop, bool marks_at_once) : loop_(loop), marks_at_once_(marks_at_once) {}

  Future<int> acquire(tornado::Duration patience) {
    auto waiter = std::make_shared<Waiter>();
    if (!idle_.empty()) {
      waiter->connection.set_result(idle_.back());
      idle_.pop_back();
      return waiter->connection;
    }
    waiters_.push_back(waiter);
    loop_.call_later(patience, [this, waiter] { give_up(waiter); });
    return waiter->connection;
  }

  void release(int connection) {
    if (waiters_.empty()) return idle_.push_back(connection);
    const std::shared_ptr<Waiter> waiter = waiters_.front();
    waiters_.pop_front();
    if (marks_at_once_) waiter->served = true;
    loop_.add_callback([waiter, connection] {
      waiter->served = true;
      waiter->connection.set_result(connection);
    });
  }

  std::size_t idle() const { return idle_.size(); }

 private:
  void give_up(const std::shared_ptr<Waiter>& waiter) {
    if (waiter->served) return;
    waiters_.erase(std::remove(waiters_.begin(), waiters_.end(), waiter), waiters_.end());
    waiter->connection.set_exception(tornado::TimeoutError());
  }

  tornado::IOLoop& loop_;
  const bool marks_at_once_;
  std::vector<int> idle_ = {1};
  std::deque<std::shared_ptr<Waiter>> waiters_;
};

Future<void> query(World&, Pool* pool, tornado::Duration duration) {
  try {
    const Future<int> acquiring = pool->acquire(20ms);
    const int connection = co_yield acquiring;
    const Future<void> working = tornado::sleep(duration);
    co_yield working;
    pool->release(connection);
  } catch (const tornado::TimeoutError&) {
    // The client is told to come back later.
  }
}

Future<void> hand_over(World& world, bool marks_at_once) {
  Pool pool(world.loop(), marks_at_once);
  for (const char* client : {"alice", "bob", "carol"}) {
    const tornado::Duration duration = 10ms * (1 + world.choose(3, "duration"));
    world.spawn(client, query, &pool, duration);
  }
  co_yield world.join();
  world.check(pool.idle() == 1, "the connection belongs to nobody");
}

const RegisteredSubject connection_pool_subjects[] = {
    {"hand_over", "a deadline comes between the release of a connection and its hand-over",
     [](World& world) { return hand_over(world, false); }},
    {"hand_over_fixed", "hand_over, with the client marked as served when it is chosen",
     [](World& world) { return hand_over(world, true); }},
};

}  // namespace
}  // namespace windtunnel::subjects
