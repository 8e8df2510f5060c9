// Tests of a program on a runtime of one's own; see own_runtime.hpp.
#include "own_runtime.hpp"

#include <gtest/gtest.h>

using namespace windtunnel;

namespace {

Task withdraw(Executor& executor, int& balance, int amount) {
  if (balance < amount) co_return;
  co_await others_first(executor);
  balance -= amount;
}

Task withdraw_at_once(Executor& executor, int& balance, int amount) {
  co_await others_first(executor);
  if (balance >= amount) balance -= amount;
}

template <Task (*withdrawal)(Executor&, int&, int)>
tornado::Future<void> two_withdrawals(World& world) {
  WorldExecutor executor(world);
  int balance = 100;
  const Task alice = withdrawal(executor, balance, 80);
  const Task bob = withdrawal(executor, balance, 80);
  executor.spawn("alice", alice);
  executor.spawn("bob", bob);
  co_yield world.join();
  world.check(alice.done() && bob.done(), "both come to their end");
  alice.get();
  bob.get();
  world.check(balance >= 0, "the account is not overdrawn");
}

TEST(OwnRuntime, WhatIsRightHolds) {
  EXPECT_HOLDS(two_withdrawals<&withdraw_at_once>);
}

TEST(OwnRuntime, WhatIsWrongIsFound) {
  const Held held = search_for_violation("two_withdrawals", two_withdrawals<&withdraw>);
  ASSERT_FALSE(held.holds);
  EXPECT_NE(held.words.find("the account is not overdrawn"), std::string::npos) << held.words;
}

}  // namespace
