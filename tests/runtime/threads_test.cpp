// Loops on several threads know nothing of each other.
#include <thread>

#include "tests/runtime/loop_fixture.hpp"

namespace tornado {
namespace {

using namespace std::chrono_literals;

Future<int> works(int rounds) {
  int sum = 0;
  for (int round = 0; round < rounds; ++round) {
    co_yield sleep(1ms);
    std::vector<Future<int>> children{done_future(round), done_future(1)};
    auto results = co_yield children;
    sum += results[0] + results[1];
    co_yield moment;
  }
  co_return sum;
}

TEST(Threads, LoopsRunSideBySide) {
  std::vector<std::thread> threads;
  std::vector<int> sums(4);
  for (int& sum : sums) {
    threads.emplace_back([&sum] {
      for (int run = 0; run < 20; ++run) {
        LoopFixture world;
        sum = world.loop.run_sync([] { return works(50); });
        EXPECT_EQ(&IOLoop::current(), &world.loop);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (int sum : sums) EXPECT_EQ(sum, 49 * 50 / 2 + 50);
}

TEST(Threads, ABaseExceptionMadeOnOneThreadIsKnownOnAnother) {
  std::exception_ptr error;
  std::thread([&] { error = std::make_exception_ptr(Interrupt()); }).join();
  LoopFixture world;
  auto rethrows = [](std::exception_ptr thrown) -> Future<void> {
    co_yield moment;
    std::rethrow_exception(thrown);
  };
  auto task = rethrows(error);
  EXPECT_THROW(world.loop.start(), Interrupt);
}

}  // namespace
}  // namespace tornado
