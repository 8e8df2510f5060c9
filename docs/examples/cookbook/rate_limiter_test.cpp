// A rate limiter: one request in 10 ms. Tasks that wait for the same moment all go at once.
#include <chrono>
#include <functional>
#include <gtest/gtest.h>
#include <optional>
#include <vector>
#include <windtunnel/testing.hpp>

using namespace std::chrono_literals;
using namespace windtunnel;
using tornado::Future;

namespace {

tornado::Time now() {
  return tornado::IOLoop::current().time();
}

class Limiter {
 public:
  explicit Limiter(bool fixed) : fixed_(fixed) {}

  // Calls `send` when the limit allows it.
  Future<void> run(std::function<void()> send) {
    std::optional<tornado::locks::ScopedPermit> turn;
    if (fixed_) {
      const auto acquiring = lock_.acquire();
      const auto permit = co_yield acquiring;
      turn.emplace(permit);
    }
    if (now() < next_) {
      const Future<void> waiting = tornado::sleep(next_ - now());
      co_yield waiting;
    }
    send();
    next_ = now() + 10ms;
  }

 private:
  const bool fixed_;
  tornado::locks::Lock lock_;
  tornado::Time next_ = now();
};

Future<void> client(World&, Limiter* limiter, std::vector<tornado::Time>* sent) {
  const Future<void> running = limiter->run([sent] { sent->push_back(now()); });
  co_yield running;
}

Future<void> three_clients(World& world, bool fixed) {
  Limiter limiter(fixed);
  std::vector<tornado::Time> sent;
  for (const char* name : {"a", "b", "c"}) world.spawn(name, client, &limiter, &sent);
  co_yield world.join();
  for (std::size_t at = 1; at < sent.size(); ++at)
    world.check_at_most(sent[at - 1] + 10ms, sent[at], "two requests are 10 ms apart");
}

}  // namespace

TEST(RateLimiter, LetsAllThatWaitGoAtOnce) {
  const Held held = search_for_violation("limiter", [](World& world) { return three_clients(world, false); });
  EXPECT_FALSE(held.holds);
}

TEST(RateLimiter, LetsOneGoAtATimeUnderALock) {
  EXPECT_HOLDS([](World& world) { return three_clients(world, true); });
}
