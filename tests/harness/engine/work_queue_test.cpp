#include "harness/engine/work_queue.hpp"

#include <csignal>
#include <gtest/gtest.h>
#include <memory>
#include <unistd.h>
#include <vector>

#include "harness/engine/forked_child.hpp"
#include "harness/engine/shared_memory.hpp"

namespace windtunnel::engine {
namespace {

TEST(WorkQueue, EachItemIsGivenOnce) {
  WorkQueue queue({1001, {}, nullptr}, 1, 0);
  std::uint64_t next = 0;
  while (const std::optional<std::uint64_t> item = queue.take()) EXPECT_EQ(*item, next++);
  EXPECT_EQ(next, 1001U);
}

TEST(WorkQueue, NothingBehindTheLastItemIsGiven) {
  WorkQueue queue({1000, {}, nullptr}, 1, 0);
  EXPECT_EQ(queue.take(), 0U);
  queue.end_with(1);
  queue.end_with(20);  // the earliest counts
  EXPECT_EQ(queue.take(), 1U);
  EXPECT_FALSE(queue.take());
}

TEST(WorkQueue, EndsWithItsTimeAfterAnItem) {
  WorkQueue queue({{}, std::chrono::duration<double>(0), nullptr}, 1, 0);
  EXPECT_EQ(queue.take(), 0U);
  EXPECT_FALSE(queue.take());
}

TEST(WorkQueue, EndsWhenItIsInterruptedOrStopped) {
  const std::atomic<bool> interrupted{true};
  WorkQueue queue({{}, {}, &interrupted}, 1, 0);
  EXPECT_FALSE(queue.take());
  EXPECT_TRUE(queue.interrupted());
  WorkQueue stopped({{}, {}, nullptr}, 1, 4);
  EXPECT_EQ(stopped.next_round(), 0U);
  stopped.stop();
  EXPECT_FALSE(stopped.next_round());
}

struct Rounds {
  explicit Rounds(unsigned workers, std::uint64_t rounds) : queue({rounds * 5, {}, nullptr}, workers, 5) {}
  WorkQueue queue;
  std::atomic<std::uint64_t> worked{0};
  std::atomic<unsigned> ahead{0};
};

std::vector<std::unique_ptr<ForkedChild>> start(unsigned count, const std::function<void()>& work) {
  std::vector<std::unique_ptr<ForkedChild>> children;
  for (unsigned child = 0; child < count; ++child)
    children.push_back(std::make_unique<ForkedChild>(work, ChildLimits()));
  return children;
}

ProcessExit wait_for(const std::unique_ptr<ForkedChild>& child) {
  while (!child->poll()) ForkedChild::wait_for_any({&child, 1}, std::chrono::milliseconds(10));
  return *child->poll();
}

TEST(WorkQueue, NobodyIsARoundAhead) {
  constexpr unsigned workers = 3;
  constexpr std::uint64_t rounds = 50;
  const SharedMemory<Rounds> shared(workers, rounds);
  const auto children = start(workers, [&] {
    while (const std::optional<std::uint64_t> round = shared->queue.next_round()) {
      const std::uint64_t before = ++shared->worked;
      if (before <= *round * workers || before > (*round + 1) * workers) ++shared->ahead;
    }
  });
  for (const auto& child : children) EXPECT_EQ(wait_for(child).reason, ExitReason::returned);
  EXPECT_EQ(shared->worked, rounds * workers);
  EXPECT_EQ(shared->ahead, 0U);
}

TEST(WorkQueue, NobodyWaitsForOneThatDied) {
  const SharedMemory<Rounds> shared(2U, std::uint64_t{3});
  const auto waits = start(1, [&] {
    while (shared->queue.next_round()) ++shared->worked;
  });
  const auto dies = start(1, [] { std::raise(SIGKILL); });
  EXPECT_EQ(wait_for(dies[0]).reason, ExitReason::signalled);
  shared->queue.leave();
  EXPECT_EQ(wait_for(waits[0]).reason, ExitReason::returned);
  EXPECT_EQ(shared->worked, 3U);
}

}  // namespace
}  // namespace windtunnel::engine
