// Queues of all three orders, with gets and puts that wait.
#include <algorithm>
#include <deque>
#include <fmt/format.h>
#include <optional>
#include <stdexcept>
#include <utility>
#include <vector>

#include "harness/subjects/programs/core/core_checks.hpp"
#include "runtime/queues/errors.hpp"

namespace windtunnel::subjects {

namespace {

using tornado::Future;

enum class QueueOrder : std::uint32_t { first_in, lowest, last_in, count_ };

// What a queue must do.
struct QueueModel {
  QueueOrder order;
  std::size_t maxsize;
  std::deque<int> items;
  std::deque<std::size_t> getters;                  // their numbers
  std::deque<std::pair<int, std::size_t>> putters;  // the item and the number
  std::vector<std::optional<int>> got;              // by the number of the get
  std::vector<bool> let_in;                         // by the number of the put
  std::size_t unfinished = 0;

  bool full() const { return maxsize > 0 && items.size() >= maxsize; }

  int take_item() {
    auto at = items.begin();
    if (order == QueueOrder::last_in) at = items.end() - 1;
    if (order == QueueOrder::lowest) at = std::min_element(items.begin(), items.end());
    const int item = *at;
    items.erase(at);
    return item;
  }

  // Whether it goes in at once.
  bool offer(int item) {
    if (getters.empty() && full()) return false;
    ++unfinished;
    if (getters.empty()) {
      items.push_back(item);
    } else {
      got[getters.front()] = item;
      getters.pop_front();
    }
    return true;
  }

  std::optional<int> take() {
    if (!putters.empty()) {
      items.push_back(putters.front().first);
      ++unfinished;
      let_in[putters.front().second] = true;
      putters.pop_front();
    }
    if (items.empty()) return std::nullopt;
    return take_item();
  }
};

template <class Error, class Function>
bool is_refused(Function function) {
  try {
    function();
  } catch (const Error&) {
    return true;
  }
  return false;
}

template <class Queue>
class QueueCheck {
 public:
  QueueCheck(World& world, QueueOrder order, std::int64_t maxsize)
      : world_(world),
        model_{order, static_cast<std::size_t>(maxsize), {}, {}, {}, {}, {}, 0},
        queue_(maxsize) {
    world.check_equal(queue_.maxsize(), maxsize, "the limit of a queue");
  }

  void call() {
    const int item = static_cast<int>(world_.choose(4, "core/item"));
    switch (world_.choose(6, "core/call")) {
      case 0:
        model_.let_in.push_back(model_.offer(item));
        puts_.push_back(queue_.put(item));
        if (!model_.let_in.back()) model_.putters.emplace_back(item, puts_.size() - 1);
        break;
      case 1:
        model_.got.push_back(model_.take());
        gets_.push_back(queue_.get());
        if (!model_.got.back()) model_.getters.push_back(gets_.size() - 1);
        break;
      case 2: {
        const bool fits = model_.offer(item);
        world_.check_equal(is_refused<tornado::queues::QueueFull>([&] { queue_.put_nowait(item); }), !fits,
                           "whether a queue is too full for a put that does not wait");
        break;
      }
      case 3: {
        const std::optional<int> expected = model_.take();
        std::optional<int> got;
        world_.check_equal(is_refused<tornado::queues::QueueEmpty>([&] { got = queue_.get_nowait(); }),
                           !expected.has_value(),
                           "whether a queue is too empty for a get that does not wait");
        world_.check_equal(got.value_or(-1), expected.value_or(-1), "what a get that does not wait gets");
        break;
      }
      case 4: {
        const bool too_often = model_.unfinished == 0;
        world_.check_equal(is_refused<tornado::queues::TaskDoneError>([&] { queue_.task_done(); }), too_often,
                           "whether more is done than there was");
        if (!too_often && --model_.unfinished == 0) join_ended_ = true;
        break;
      }
      default:
        joins_.push_back(queue_.join());
        world_.check_equal(joins_.back().done(), model_.unfinished == 0,
                           "whether there is nothing to wait for");
    }
    compare();
  }

 private:
  void compare() {
    if (std::exchange(join_ended_, false))
      for (const Future<void>& join : joins_)
        world_.check(join.done(), "everything is processed: a join ends");
    world_.check_equal(queue_.qsize(), model_.items.size(), "the size of a queue");
    world_.check_equal(queue_.empty(), model_.items.empty(), "whether a queue is empty");
    world_.check_equal(queue_.full(), model_.full(), "whether a queue is full");
    for (std::size_t at = 0; at < gets_.size(); ++at) {
      world_.check_equal(gets_[at].done(), model_.got[at].has_value(),
                         fmt::format("whether get {} is done", at));
      if (gets_[at].done())
        world_.check_equal(gets_[at].result(), *model_.got[at], fmt::format("what get {} gets", at));
    }
    for (std::size_t at = 0; at < puts_.size(); ++at)
      world_.check_equal(puts_[at].done(), static_cast<bool>(model_.let_in[at]),
                         fmt::format("whether put {} is done", at));
  }

  World& world_;
  QueueModel model_;
  Queue queue_;
  std::vector<Future<int>> gets_;
  std::vector<Future<void>> puts_;
  std::vector<Future<void>> joins_;
  bool join_ended_ = false;
};

template <class Queue>
void check_queue_of(World& world, QueueOrder order) {
  QueueCheck<Queue> check(world, order, core_value<std::int64_t>(world, {0, 1, 2, 5}));
  for (std::uint32_t left = 2 + world.choose(12, "core/calls"); left > 0; --left) check.call();
  world.check(is_refused<std::invalid_argument>([] { Queue refused(-1); }), "a limit below 0 is refused");
}

}  // namespace

Future<void> check_queue(World& world) {
  const auto order =
      static_cast<QueueOrder>(world.choose(static_cast<std::uint32_t>(QueueOrder::count_), "core/order"));
  if (order == QueueOrder::first_in) check_queue_of<tornado::queues::Queue<int>>(world, order);
  if (order == QueueOrder::lowest) check_queue_of<tornado::queues::PriorityQueue<int>>(world, order);
  if (order == QueueOrder::last_in) check_queue_of<tornado::queues::LifoQueue<int>>(world, order);
  co_return;
}

}  // namespace windtunnel::subjects
