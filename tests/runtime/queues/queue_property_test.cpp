// Queues against models that are too simple to be wrong, and the heap against a sorted list.
#include <algorithm>
#include <deque>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <vector>

#include "runtime/queues/queue.hpp"
#include "tests/runtime/loop_fixture.hpp"

namespace tornado::queues {
namespace {

// Steps: what to do, and with which item.
using Steps = std::vector<std::pair<int, int>>;

rc::Gen<Steps> steps() {
  return rc::gen::container<Steps>(rc::gen::pair(rc::gen::inRange(0, 6), rc::gen::inRange(0, 5)));
}

// A queue without waiters of its own: every list is searched from the front, nothing is clever.
class Model {
 public:
  Model(std::size_t maxsize, ItemOrder order) : maxsize_(maxsize), order_(order) {}

  // Returns whether it has to wait.
  bool put(int item, std::size_t name) {
    if (!getters_.empty()) {
      given.emplace_back(getters_.front(), item);
      getters_.pop_front();
    } else if (maxsize_ == 0 || items_.size() < maxsize_) {
      items_.push_back(item);
    } else {
      putters_.emplace_back(name, item);
      return true;
    }
    return false;
  }

  std::optional<int> get() {
    if (!putters_.empty()) {
      items_.push_back(putters_.front().second);
      admitted.push_back(putters_.front().first);
      putters_.pop_front();
    }
    if (items_.empty()) return std::nullopt;
    auto at = items_.begin();
    if (order_ == ItemOrder::last_in) at = items_.end() - 1;
    if (order_ == ItemOrder::lowest) at = std::min_element(items_.begin(), items_.end());
    const int item = *at;
    items_.erase(at);
    return item;
  }

  void wait(std::size_t name) { getters_.push_back(name); }
  bool full() const { return maxsize_ != 0 && items_.size() >= maxsize_; }
  std::size_t size() const { return items_.size(); }

  std::vector<std::pair<std::size_t, int>> given;  // getters that got an item
  std::vector<std::size_t> admitted;

 private:
  std::size_t maxsize_;
  ItemOrder order_;
  std::vector<int> items_;
  std::deque<std::size_t> getters_;
  std::deque<std::pair<std::size_t, int>> putters_;
};

template <class Queue>
void follows_its_model(ItemOrder order) {
  LoopFixture world;
  const auto maxsize = *rc::gen::inRange(0, 4);
  const Queue queue(maxsize);
  Model model(static_cast<std::size_t>(maxsize), order);
  std::vector<Future<int>> gets;
  std::vector<Future<void>> puts;
  for (auto [action, value] : *steps()) {
    if (action < 3) {
      puts.push_back(queue.put(value));
      RC_ASSERT(puts.back().done() != model.put(value, puts.size() - 1));
    } else if (action < 5) {
      gets.push_back(queue.get());
      const std::optional<int> item = model.get();
      RC_ASSERT(gets.back().done() == item.has_value());
      if (item) RC_ASSERT(gets.back().result() == *item);
      if (!item) model.wait(gets.size() - 1);
    } else {
      const bool fits = !model.full();
      if (fits) static_cast<void>(model.put(value, 0));
      try {
        queue.put_nowait(value);
        RC_ASSERT(fits);
      } catch (const QueueFull&) {
        RC_ASSERT(!fits);
      }
    }
    RC_ASSERT(queue.qsize() == model.size());
    RC_ASSERT(queue.full() == model.full());
    for (auto [name, item] : std::exchange(model.given, {})) RC_ASSERT(gets[name].result() == item);
    for (std::size_t name : std::exchange(model.admitted, {})) RC_ASSERT(puts[name].done());
  }
}

RC_GTEST_PROP(Queue, Q1_Q2_GivesWhatAListGives, ()) {
  follows_its_model<Queue<int>>(ItemOrder::first_in);
}
RC_GTEST_PROP(PriorityQueue, Q1_Q2_GivesWhatASearchedListGives, ()) {
  follows_its_model<PriorityQueue<int>>(ItemOrder::lowest);
}
RC_GTEST_PROP(LifoQueue, Q1_Q2_GivesWhatAStackGives, ()) {
  follows_its_model<LifoQueue<int>>(ItemOrder::last_in);
}

RC_GTEST_PROP(Heap, GivesItsItemsSorted, (std::vector<int> items)) {
  std::vector<int> heap;
  for (int item : items) heap_push(heap, item, std::less<>());
  std::sort(items.begin(), items.end());
  for (int item : items) RC_ASSERT(heap_pop(heap, std::less<>()) == item);
  RC_ASSERT(heap.empty());
}

}  // namespace
}  // namespace tornado::queues
