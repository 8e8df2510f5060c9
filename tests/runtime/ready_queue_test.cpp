#include "runtime/ready_queue.hpp"

#include <gtest/gtest.h>
#include <memory>
#include <stdexcept>

namespace tornado {
namespace {

TEST(ReadyQueue, AMarkIsReachedWhenWhatWasQueuedBeforeItIsTaken) {
  ReadyQueue queue;
  for (std::uint32_t at = 0; at < 200; ++at) queue.push([] {}, at);
  auto mark = queue.mark();
  std::uint32_t taken = 0;
  while (!queue.reached(mark)) {
    queue.consume([&](const ReadyCallback& ready) {
      EXPECT_EQ(ready.number, taken++);
      queue.push([] {}, 1000);
    });
  }
  EXPECT_EQ(taken, 200U);
  EXPECT_EQ(queue.size(), 200U);
}

TEST(ReadyQueue, ACallbackIsDestroyedAlsoIfItThrows) {
  ReadyQueue queue;
  auto held = std::make_shared<int>(1);
  queue.push([held] { throw std::runtime_error("no"); }, 1);
  EXPECT_THROW(queue.consume([](ReadyCallback& ready) { ready.run(); }), std::runtime_error);
  EXPECT_EQ(held.use_count(), 1);
  EXPECT_TRUE(queue.empty());
}

TEST(ReadyQueue, ClearDestroysEverythingAlsoWhatThatAdds) {
  ReadyQueue queue;
  auto held = std::make_shared<int>(1);
  struct Pushes {
    Pushes(ReadyQueue& queue_in, std::shared_ptr<int> held_in) : queue(queue_in), held(std::move(held_in)) {}
    Pushes(Pushes&&) noexcept = default;
    ~Pushes() {
      if (held) queue.push([kept = held] {}, 0);
    }
    void operator()() {}
    ReadyQueue& queue;
    std::shared_ptr<int> held;
  };
  queue.push(Pushes(queue, held), 1);
  queue.push([held] {}, 2);
  queue.clear();
  EXPECT_EQ(held.use_count(), 1);
}

}  // namespace
}  // namespace tornado
