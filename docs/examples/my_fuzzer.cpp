// A test as a target for libFuzzer: `my_fuzzer corpus` runs until it finds a schedule and amounts with which
// a check fails. Try it without the lock.
#include <vector>
#include <windtunnel/fuzz.hpp>

using namespace windtunnel;
using tornado::Future;

namespace {

Future<void> withdraw(World& world, Mutex lock, Shared<int> balance) {
  const auto amounts = world.draw(data::vectors(data::integers(1, 100), 0, 3), "amounts");
  for (const int amount : amounts) {
    const auto guard = co_yield lock.lock();
    const int before = co_yield balance.read();
    if (before >= amount) co_yield balance.add(-amount);
  }
}

Future<void> account(World& world) {
  const Mutex lock(world, "lock");
  const Shared<int> balance(world, "balance", 100);
  world.always("the balance is not negative", [balance] { return balance.peek() >= 0; });
  world.spawn("alice", withdraw, lock, balance);
  world.spawn("bob", withdraw, lock, balance);
  co_yield world.join();
}

}  // namespace

WINDTUNNEL_FUZZ(account)
