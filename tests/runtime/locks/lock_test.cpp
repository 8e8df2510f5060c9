#include "runtime/locks/lock.hpp"

#include "tests/runtime/loop_fixture.hpp"

namespace tornado::locks {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;

Future<void> works(LoopFixture& world, Lock lock, std::string name) {
  auto permit = co_yield lock.acquire();
  const ScopedPermit held(permit);
  world.say_when(name + " in");
  co_yield moment;
  world.say_when(name + " out");
}

TEST(Lock, K8_OneHolderAtATimeFirstComeFirstServed) {
  LoopFixture world;
  const Lock lock;
  for (const char* name : {"a", "b", "c"}) static_cast<void>(works(world, lock, name));
  world.loop.start();
  EXPECT_THAT(world.said, ElementsAre("a in@1", "a out@1", "b in@2", "b out@3", "c in@4", "c out@5"));
}

TEST(Lock, K8_AnAcquireFailsAtItsDeadline) {
  LoopFixture world;
  const Lock lock;
  static_cast<void>(lock.acquire());
  auto waiter = lock.acquire(1s);
  world.loop.start();
  EXPECT_EQ(LoopFixture::message_of(waiter.exception()), "");
  lock.release();
  EXPECT_TRUE(lock.acquire().done());
}

TEST(Lock, K9_LeavingTheScopeOfALockThatIsFreeAlreadyThrowsWhatASemaphoreThrows) {
  LoopFixture world;
  const Lock lock;
  auto acquired = lock.acquire();
  const auto leave = [&] {
    const ScopedPermit held(acquired.result());
    lock.release();
  };
  EXPECT_THROW(leave(), SemaphoreReleasedError);
}

TEST(Lock, K10_AFreeLockIsNotReleased) {
  LoopFixture world;
  const Lock lock;
  try {
    lock.release();
    FAIL();
  } catch (const LockReleasedError& error) {
    EXPECT_STREQ(error.what(), "release unlocked lock");
  }
  static_cast<void>(lock.acquire());
  lock.release();
  EXPECT_THROW(lock.release(), LockReleasedError);
}

TEST(Lock, K11_ALockThatIsGrantedToNobodyStaysLocked) {
  LoopFixture world;
  const Lock lock;
  static_cast<void>(lock.acquire());
  auto given_up = with_timeout(1s, lock.acquire());
  world.loop.start();
  EXPECT_THROW(static_cast<void>(given_up.result()), TimeoutError);
  lock.release();
  EXPECT_FALSE(lock.acquire().done());
}

TEST(Lock, CopiesAreTheSameLock) {
  LoopFixture world;
  const Lock lock;
  const Lock copy = lock;
  static_cast<void>(lock.acquire());
  EXPECT_FALSE(copy.acquire().done());
  EXPECT_EQ(copy, lock);
}

}  // namespace
}  // namespace tornado::locks
