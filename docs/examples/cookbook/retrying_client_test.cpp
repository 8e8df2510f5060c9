// A client that tries again after a timeout: the first request may still be on its way, and is carried out
// too.
#include <chrono>
#include <gtest/gtest.h>
#include <set>
#include <windtunnel/testing.hpp>

using namespace std::chrono_literals;
using namespace windtunnel;
using tornado::Future;

namespace {

class Bank {
 public:
  explicit Bank(bool fixed) : fixed_(fixed) {}

  // Takes the money after a while. A bank that knows the order's number takes it once.
  Future<void> charge(int order, int amount, tornado::Duration latency) {
    const Future<void> travelling = tornado::sleep(latency);
    co_yield travelling;
    if (fixed_ && !known_.insert(order).second) co_return;
    charged_ += amount;
  }

  int charged() const { return charged_; }

 private:
  const bool fixed_;
  std::set<int> known_;
  int charged_ = 0;
};

Future<void> buy(World& world, Bank* bank) {
  constexpr int tries = 3;
  for (int attempt = 0; attempt < tries; ++attempt) {
    const auto latency = 10ms * (1 + world.choose(5));
    try {
      const Future<void> charging = tornado::with_timeout(20ms, bank->charge(1, 70, latency));
      co_yield charging;
      co_return;
    } catch (const tornado::TimeoutError&) {
      world.log("hears nothing");
    }
  }
}

Future<void> purchase(World& world, bool fixed) {
  Bank bank(fixed);
  world.spawn("client", buy, &bank);
  co_yield world.join();
  world.check_at_most(bank.charged(), 70, "the client pays once");
}

}  // namespace

TEST(RetryingClient, PaysTwiceIfTheFirstRequestWasOnlySlow) {
  const Held held = search_for_violation("purchase", [](World& world) { return purchase(world, false); });
  EXPECT_FALSE(held.holds);
}

TEST(RetryingClient, PaysOnceIfTheOrderHasANumber) {
  EXPECT_HOLDS([](World& world) { return purchase(world, true); });
}
