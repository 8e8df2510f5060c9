#include "runtime/unique_function.hpp"

#include <array>
#include <gtest/gtest.h>

namespace tornado {
namespace {

TEST(UniqueFunction, HoldsSmallLargeAndMoveOnlyTargets) {
  UniqueFunction<int(int)> small = [](int x) { return x + 1; };
  std::array<int, 100> many{};
  many[7] = 40;
  UniqueFunction<int(int)> large = [many](int x) { return many[7] + x; };
  UniqueFunction<int(int)> owner = [kept = std::make_unique<int>(5)](int x) { return *kept + x; };
  EXPECT_EQ(small(1), 2);
  EXPECT_EQ(large(2), 42);
  EXPECT_EQ(owner(1), 6);
}

TEST(UniqueFunction, MovingTakesTheTargetAndDestroysTheOldOne) {
  auto held = std::make_shared<int>(1);
  auto other = std::make_shared<int>(2);
  UniqueFunction<int()> a = [held] { return *held; };
  UniqueFunction<int()> b = [other] { return *other; };
  b = std::move(a);
  EXPECT_FALSE(a);  // NOLINT: a moved-from one is empty
  EXPECT_EQ(b(), 1);
  EXPECT_EQ(other.use_count(), 1);
  UniqueFunction<int()> c = std::move(b);
  EXPECT_EQ(held.use_count(), 2);
  c.reset();
  EXPECT_FALSE(c);
  EXPECT_EQ(held.use_count(), 1);
}

TEST(UniqueFunction, ATargetMayEmptyItsOwnHolderWhileItIsDestroyed) {
  UniqueFunction<void()> holder;
  struct Resets {
    explicit Resets(UniqueFunction<void()>* in) : where(in) {}
    Resets(Resets&& from) noexcept : where(std::exchange(from.where, nullptr)) {}
    ~Resets() {
      if (where != nullptr) where->reset();
    }
    void operator()() {}
    UniqueFunction<void()>* where;
  };
  holder = Resets(&holder);
  holder.reset();
  EXPECT_FALSE(holder);
}

static_assert(sizeof(Callback) == 56, "a queued callback and its number fill one cache line");
static_assert(!std::is_copy_constructible_v<Callback> && std::is_nothrow_move_constructible_v<Callback>);

}  // namespace
}  // namespace tornado
