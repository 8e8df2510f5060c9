// Subjects of your own, for the command line: `my_subjects explore transfer` finds the race,
// `my_subjects explore transfer_fixed` does not.
#include <windtunnel/world.hpp>

using namespace windtunnel;
using tornado::Future;

namespace {

Future<void> withdraw(World&, Shared<int> balance, int amount) {
  const int before = co_yield balance.read();
  if (before < amount) co_return;
  co_yield balance.write(before - amount);
}

Future<void> transfer(World& world) {
  const Shared<int> balance(world, "balance", 100);
  world.spawn("alice", withdraw, balance, 70);
  world.spawn("bob", withdraw, balance, 70);
  co_yield world.join();
  world.check(balance.peek() == 30, "only one withdrawal succeeds");
}

Future<void> withdraw_locked(World&, Mutex lock, Shared<int> balance, int amount) {
  const auto guard = co_yield lock.lock();
  const int before = co_yield balance.read();
  if (before >= amount) co_yield balance.write(before - amount);
}

Future<void> transfer_fixed(World& world) {
  const Mutex lock(world, "lock");
  const Shared<int> balance(world, "balance", 100);
  world.spawn("alice", withdraw_locked, lock, balance, 70);
  world.spawn("bob", withdraw_locked, lock, balance, 70);
  co_yield world.join();
  world.check(balance.peek() == 30, "only one withdrawal succeeds");
}

const RegisteredSubject racy("transfer", "two withdrawals from one account", transfer);
const RegisteredSubject fixed("transfer_fixed", "two withdrawals from one account, each under a lock",
                              transfer_fixed);

}  // namespace
