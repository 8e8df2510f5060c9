#include "harness/apart/gate.hpp"

#include <atomic>
#include <csignal>
#include <gtest/gtest.h>
#include <memory>
#include <unistd.h>
#include <vector>

#include "harness/apart/forked_child.hpp"
#include "harness/apart/shared_memory.hpp"

namespace windtunnel {
namespace {

constexpr unsigned rounds = 50;

struct Rounds {
  explicit Rounds(unsigned processes) : gate(processes) {}
  Gate gate;
  std::atomic<unsigned> worked{0};
  std::atomic<unsigned> decided{0};
  std::atomic<unsigned> ahead{0};
};

TEST(Gate, NobodyIsARoundAhead) {
  constexpr unsigned count = 3;
  const SharedMemory<Rounds> shared(count);
  std::vector<std::unique_ptr<ForkedChild>> children;
  for (unsigned child = 0; child < count; ++child) {
    children.push_back(std::make_unique<ForkedChild>(
        [&] {
          for (unsigned round = 0; round < rounds; ++round) {
            ++shared->worked;
            shared->gate.pass([&] {
              ++shared->decided;
              if (shared->worked != shared->decided * count) ++shared->ahead;
            });
          }
        },
        ChildLimits()));
  }
  for (const auto& child : children) {
    while (!child->look_after()) ForkedChild::wait_for_any(children, std::chrono::milliseconds(10));
    EXPECT_EQ(child->look_after()->cause, Cause::returned);
  }
  EXPECT_EQ(shared->decided, rounds);
  EXPECT_EQ(shared->ahead, 0U);
}

TEST(Gate, NobodyWaitsForOneThatDied) {
  const SharedMemory<Rounds> shared(2U);
  std::vector<std::unique_ptr<ForkedChild>> children;
  children.push_back(
      std::make_unique<ForkedChild>([&] { shared->gate.pass([&] { ++shared->decided; }); }, ChildLimits()));
  children.push_back(std::make_unique<ForkedChild>([] { std::raise(SIGKILL); }, ChildLimits()));
  while (!children[1]->look_after()) ForkedChild::wait_for_any(children, std::chrono::milliseconds(10));
  EXPECT_EQ(children[1]->look_after()->cause, Cause::signalled);
  shared->gate.leave_out_one([&] { ++shared->decided; });
  while (!children[0]->look_after()) ForkedChild::wait_for_any(children, std::chrono::milliseconds(10));
  EXPECT_EQ(children[0]->look_after()->cause, Cause::returned);
  EXPECT_EQ(shared->decided, 1U);
}

}  // namespace
}  // namespace windtunnel
