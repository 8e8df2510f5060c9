#include "runtime/locks/semaphore.hpp"

#include <optional>
#include <type_traits>

#include "tests/runtime/loop_fixture.hpp"

namespace tornado::locks {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;

Future<void> works(LoopFixture& world, Semaphore semaphore, std::string name, Deadline deadline = {}) {
  try {
    auto permit = co_yield semaphore.acquire(deadline);
    const ScopedPermit held(permit);
    world.say_when(name + " in");
    co_yield moment;
    world.say_when(name + " out");
  } catch (const TimeoutError&) {
    world.say(name + " timed out");
  }
}

TEST(Semaphore, K8_AcquireIsImmediateWhileThereArePermits) {
  LoopFixture world;
  const Semaphore semaphore(2);
  EXPECT_TRUE(semaphore.acquire().done());
  EXPECT_TRUE(semaphore.acquire().done());
  EXPECT_FALSE(semaphore.acquire().done());
}

TEST(Semaphore, K8_ReleaseHandsThePermitToTheLongestWaiterAndNobodyComesBetween) {
  LoopFixture world;
  const Semaphore semaphore(1);
  for (const char* name : {"a", "b", "c"}) static_cast<void>(works(world, semaphore, name));
  world.loop.start();
  EXPECT_THAT(world.said, ElementsAre("a in@1", "a out@1", "b in@2", "b out@3", "c in@4", "c out@5"));
}

TEST(Semaphore, K8_APermitThatIsHandedOverIsNotFreeMeanwhile) {
  LoopFixture world;
  const Semaphore semaphore(1);
  static_cast<void>(semaphore.acquire());
  auto waiter = semaphore.acquire();
  semaphore.release();
  EXPECT_TRUE(waiter.done());
  EXPECT_FALSE(semaphore.acquire().done());
}

TEST(Semaphore, K8_AnAcquireFailsAtItsDeadline) {
  LoopFixture world;
  const Semaphore semaphore(0);
  auto waiter = semaphore.acquire(1s);
  world.loop.start();
  EXPECT_THROW(waiter.result(), TimeoutError);
  EXPECT_EQ(LoopFixture::message_of(waiter.exception()), "");
}

TEST(Semaphore, K8_ReleasePassesOverWaitersThatTimedOut) {
  LoopFixture world;
  const Semaphore semaphore(0);
  auto expired = semaphore.acquire(1s);
  auto live = semaphore.acquire();
  world.loop.start();
  semaphore.release();
  EXPECT_NE(expired.exception(), nullptr);
  EXPECT_TRUE(live.done());
  EXPECT_FALSE(semaphore.acquire().done());
}

TEST(Semaphore, K4_BeingGrantedRemovesTheTimer) {
  LoopFixture world;
  const Semaphore semaphore(0);
  auto waiter = semaphore.acquire(100s);
  world.loop.add_callback([&] { semaphore.release(); });
  world.loop.start();
  EXPECT_EQ(world.loop.time(), at_seconds(0));
  EXPECT_EQ(waiter.exception(), nullptr);
}

TEST(Semaphore, K4_ATieGoesByTheOrderOfMaking) {
  LoopFixture world;
  const Semaphore semaphore(0);
  auto loses = semaphore.acquire(1s);
  world.loop.call_later(1s, [&] { semaphore.release(); });
  auto wins = semaphore.acquire(1s);
  world.loop.start();
  EXPECT_NE(loses.exception(), nullptr);
  EXPECT_EQ(wins.exception(), nullptr);
}

TEST(Semaphore, K5_ATimeoutOf0IsNone) {
  LoopFixture world;
  const Semaphore semaphore(0);
  auto waiter = semaphore.acquire(0s);
  world.loop.call_later(1s, [] {});
  world.loop.start();
  EXPECT_FALSE(waiter.done());
}

TEST(Semaphore, K6_WaitersThatTimedOutAreDroppedAfter100Timeouts) {
  Observer observer;
  LoopFixture world;
  world.loop.set_observer(&observer);
  const Semaphore semaphore(0);
  for (int at = 1; at <= 101; ++at)
    semaphore.acquire(Duration(at)).add_done_callback([](const auto& done) {
      EXPECT_NE(done.exception(), nullptr);
    });
  auto live = semaphore.acquire();
  world.loop.start();
  std::vector<std::uint32_t> kept;
  for (const tornado::Event& event : observer) {
    if (event.kind == EventKind::waiters_left) kept.push_back(event.other);
  }
  ASSERT_EQ(kept.size(), 101U);
  EXPECT_EQ(kept[99], 102U);
  EXPECT_EQ(kept[100], 1U);
  semaphore.release();
  EXPECT_TRUE(live.done());
}

TEST(Semaphore, K9_ThePermitIsGivenBackAtTheEndOfItsScope) {
  LoopFixture world;
  const Semaphore semaphore(1);
  auto acquired = semaphore.acquire();
  auto waiter = semaphore.acquire();
  {
    const ScopedPermit held(acquired.result());
    EXPECT_FALSE(waiter.done());
  }
  EXPECT_TRUE(waiter.done());
}

TEST(Semaphore, K9_ItIsGivenBackWhenAnExceptionLeavesTheScope) {
  LoopFixture world;
  const Semaphore semaphore(1);
  auto acquired = semaphore.acquire();
  try {
    const ScopedPermit held(acquired.result());
    throw Boom("leaves");
  } catch (const Boom&) {
  }
  EXPECT_TRUE(semaphore.acquire().done());
}

TEST(Semaphore, K9_APermitGivesNothingBackByItself) {
  LoopFixture world;
  const Semaphore semaphore(1);
  static_cast<void>(semaphore.acquire());
  EXPECT_FALSE(semaphore.acquire(1s).done()) << "the permit is gone, but was not given back";
}

TEST(Semaphore, K9_OnlyAPermitCanBeHeldByAScope) {
  static_assert(std::is_constructible_v<ScopedPermit, Permit>);
  static_assert(!std::is_constructible_v<ScopedPermit, Semaphore>);
  static_assert(!std::is_copy_constructible_v<ScopedPermit>);
}

TEST(Semaphore, K9_LeavingTheScopeWhenItIsFreeAlreadyThrows) {
  LoopFixture world;
  const BoundedSemaphore semaphore(1);
  auto acquired = semaphore.acquire();
  const auto leave = [&] {
    const ScopedPermit held(acquired.result());
    semaphore.release();
  };
  EXPECT_THROW(leave(), SemaphoreReleasedError);
  const auto leave_by_exception = [&] {
    const ScopedPermit held(acquired.result());
    throw Boom("goes on");
  };
  EXPECT_THROW(leave_by_exception(), Boom);
}

Future<int> returns_from_a_scope(BoundedSemaphore semaphore) {
  auto permit = co_yield semaphore.acquire();
  const ScopedPermit held(permit);
  co_yield moment;
  semaphore.release();
  co_return 1;
}

TEST(Semaphore, K9_WhatLeavingThrowsIsTheCoroutinesException) {
  LoopFixture world;
  auto task = returns_from_a_scope(BoundedSemaphore(1));
  world.loop.start();
  EXPECT_THROW(static_cast<void>(task.result()), SemaphoreReleasedError);
}

TEST(Semaphore, K9_ANegativeValueIsRefusedAndAPlainSemaphoreMayGrow) {
  LoopFixture world;
  EXPECT_THROW(Semaphore(-1), std::invalid_argument);
  EXPECT_THROW(BoundedSemaphore(-1), std::invalid_argument);
  const Semaphore semaphore(0);
  semaphore.release();
  semaphore.release();
  EXPECT_TRUE(semaphore.acquire().done());
  EXPECT_TRUE(semaphore.acquire().done());
  EXPECT_FALSE(semaphore.acquire().done());
}

TEST(BoundedSemaphore, K10_ThereAreNeverMorePermitsThanAtFirst) {
  LoopFixture world;
  const BoundedSemaphore semaphore(1);
  EXPECT_THROW(semaphore.release(), SemaphoreReleasedError);
  static_cast<void>(semaphore.acquire());
  semaphore.release();
  EXPECT_THROW(semaphore.release(), SemaphoreReleasedError);
  EXPECT_TRUE(semaphore.acquire().done());
  EXPECT_FALSE(semaphore.acquire().done()) << "a refused release changes nothing";
}

TEST(Semaphore, K11_AGrantWhoseWaiterWasGivenUpByWithTimeoutIsLost) {
  LoopFixture world;
  const Semaphore semaphore(0);
  auto given_up = with_timeout(1s, semaphore.acquire());
  auto second = semaphore.acquire();
  world.loop.start();
  EXPECT_THROW(static_cast<void>(given_up.result()), TimeoutError);
  semaphore.release();
  EXPECT_FALSE(second.done()) << "nobody has the permit";
  semaphore.release();
  EXPECT_TRUE(second.done());
}

TEST(Semaphore, K11_AnAcquireWithATimeoutLosesNothing) {
  LoopFixture world;
  const Semaphore semaphore(0);
  auto given_up = semaphore.acquire(1s);
  auto second = semaphore.acquire();
  world.loop.start();
  EXPECT_THROW(static_cast<void>(given_up.result()), TimeoutError);
  semaphore.release();
  EXPECT_TRUE(second.done());
}

TEST(Semaphore, K12_TheWaitersCallbacksRunInsideRelease) {
  LoopFixture world;
  const Semaphore semaphore(0);
  semaphore.acquire().add_done_callback([&](const auto&) { world.say("granted"); });
  semaphore.release();
  world.say("released");
  EXPECT_THAT(world.said, ElementsAre("granted", "released"));
}

TEST(Semaphore, K12_AWaitersCallbackMayReleaseAndEndTheHandle) {
  LoopFixture world;
  std::optional<Semaphore> semaphore(0);
  auto first = semaphore->acquire();
  auto second = semaphore->acquire();
  first.add_done_callback([&](const auto& done) {
    done.result().release();
    semaphore.reset();
  });
  semaphore->release();
  EXPECT_TRUE(second.done());
}

TEST(Semaphore, ACoroutineThatDiesWithItsLoopLeavesNoScope) {
  std::optional<Semaphore> semaphore;
  Future<Permit> waiter;
  {
    LoopFixture world;
    semaphore.emplace(1);
    static_cast<void>([](Semaphore of) -> Future<void> {
      auto permit = co_yield of.acquire();
      const ScopedPermit held(permit);
      Future<void> never;
      co_yield never;
    }(*semaphore));
    waiter = semaphore->acquire();
  }
  EXPECT_FALSE(waiter.done());
}

}  // namespace
}  // namespace tornado::locks
