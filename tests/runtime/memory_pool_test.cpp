#include "runtime/memory_pool.hpp"

#include <cstdlib>
#include <gtest/gtest.h>
#include <stdexcept>
#include <thread>
#include <vector>

#include "tests/runtime/loop_fixture.hpp"

namespace tornado {
namespace {

TEST(MemoryPool, GivesMemoryOfEverySize) {
  std::vector<std::pair<char*, std::size_t>> blocks;
  for (std::size_t size = 0; size < 5000; size += 37) {
    auto* memory = static_cast<char*>(pool_allocate(size));
    EXPECT_EQ(reinterpret_cast<std::uintptr_t>(memory) % alignof(std::max_align_t), 0U);
    std::fill_n(memory, size, static_cast<char>(size));
    blocks.emplace_back(memory, size);
  }
  for (auto [memory, size] : blocks) {
    EXPECT_EQ(std::count(memory, memory + size, static_cast<char>(size)), static_cast<std::ptrdiff_t>(size));
    pool_deallocate(memory, size);
  }
}

TEST(MemoryPool, MemoryMayBeGivenBackOnAnotherThread) {
  void* memory = pool_allocate(100);
  void* again = nullptr;
  std::thread([&] {
    pool_deallocate(memory, 100);
    again = pool_allocate(100);
    pool_deallocate(again, 100);
  }).join();
  ASSERT_NE(again, nullptr);
#if TORNADO_RECYCLES
  EXPECT_EQ(again, memory) << "the thread that gave it back keeps it";
#endif
}

TEST(MemoryPool, AConstructorThatThrowsLeaksNothing) {
  struct Throws {
    Throws() { throw std::runtime_error("no"); }
    char room[100] = {};
  };
  EXPECT_THROW(pool_new<Throws>(), std::runtime_error);
}

}  // namespace
}  // namespace tornado

#if TORNADO_RECYCLES

// Counts what the whole test program asks the heap for on this thread.
namespace {
thread_local std::size_t allocations = 0;
}

void* operator new(std::size_t size) {
  ++allocations;
  if (void* memory = std::malloc(size)) return memory;
  throw std::bad_alloc();
}
void operator delete(void* memory) noexcept {
  std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
  std::free(memory);
}

namespace tornado {
namespace {

using namespace std::chrono_literals;

// How often `work` asks the heap once it has run before.
template <class Work>
std::size_t allocations_in_steady_state(Work work) {
  for (int warm = 0; warm < 3; ++warm) work();
  std::size_t before = allocations;
  for (int round = 0; round < 100; ++round) work();
  return allocations - before;
}

Future<int> ready(int value) {
  co_return value;
}
Future<int> calls_ready() {
  Future<int> inner = ready(1);
  int value = co_yield inner;
  co_return value;
}
Future<void> hops() {
  for (int count = 0; count < 100; ++count) co_yield moment;
}
Future<void> waits(Future<void> future) {
  co_yield future;
}

TEST(SteadyState, ACoroutineCallThatFinishesAtOnceDoesNotAllocate) {
  EXPECT_EQ(allocations_in_steady_state([] { EXPECT_EQ(calls_ready().result(), 1); }), 0U);
}

TEST(SteadyState, HopsWaitsTimersAndCallbacksDoNotAllocate) {
  LoopFixture world;
  EXPECT_EQ(allocations_in_steady_state([&] {
              Future<void> future;
              auto hopping = hops();
              auto waiting = waits(future);
              world.loop.add_future(future, [](const Future<void>&) {});
              Timeout timer = world.loop.call_later(1s, [] {});
              world.loop.remove_timeout(timer);
              world.loop.call_later(1s, [future] { future.set_result(); });
              world.loop.start();
            }),
            0U);
}

TEST(SteadyState, MakingAndClosingALoopDoesNotAllocate) {
  struct FirstAlways final : ChoiceSource {
    std::uint32_t choose(const ChoicePoint&) override { return 0; }
  } choices;
  EXPECT_EQ(allocations_in_steady_state([&] {
              SimLoop loop(choices);
              loop.add_callback([] {});
              loop.call_later(1s, [] {});
              loop.external([] {});
              loop.start();
            }),
            0U);
}

}  // namespace
}  // namespace tornado

#endif
