// The queues compared with models that are too simple to be wrong.
#include <algorithm>
#include <deque>
#include <gtest/gtest.h>
#include <map>
#include <rapidcheck/gtest.h>
#include <vector>

#include "runtime/ready_queue.hpp"
#include "runtime/timer_queue.hpp"

namespace tornado {
namespace {

// Timers as a map from (deadline, order).
RC_GTEST_PROP(TimerQueue, GivesWhatASortedMapGives, ()) {
  TimerQueue queue;
  std::vector<std::pair<Timeout, int>> handles;
  std::map<std::pair<int, std::size_t>, int> model;
  std::vector<std::pair<int, std::size_t>> keys;
  std::vector<int> ran;
  auto steps = *rc::gen::container<std::vector<std::pair<int, int>>>(
      rc::gen::pair(rc::gen::inRange(0, 10), rc::gen::inRange(0, 50)));
  for (auto [action, value] : steps) {
    if (action < 6) {
      int name = static_cast<int>(handles.size());
      handles.emplace_back(Timeout(queue.add(at_seconds(value), [&ran, name] { ran.push_back(name); })),
                           name);
      keys.emplace_back(value, handles.size());
      model.emplace(keys.back(), name);
    } else if (action < 9) {
      if (handles.empty()) continue;
      std::size_t at = static_cast<std::size_t>(value) % handles.size();
      bool was_live = queue.cancel(*handles[at].first.cell());
      RC_ASSERT(was_live == (model.erase(keys[at]) == 1));
    } else {
      TimerList due;
      queue.take_due(at_seconds(value), due);
      ran.clear();
      std::vector<int> expected;
      for (const auto& timer : due) {
        Callback callback = std::move(timer->callback);
        callback();
      }
      while (!model.empty() && model.begin()->first.first <= value) {
        expected.push_back(model.begin()->second);
        model.erase(model.begin());
      }
      RC_ASSERT(ran == expected);
    }
    std::size_t live = 0;
    queue.for_each([&](const TimerCell& timer) { live += timer.live() ? 1 : 0; });
    RC_ASSERT(live == model.size());
    RC_ASSERT(queue.size() - queue.cancelled() == live);
  }
}

RC_GTEST_PROP(ReadyQueue, GivesWhatADequeGives, ()) {
  ReadyQueue queue;
  std::deque<std::uint32_t> model;
  std::uint32_t next = 0;
  auto steps = *rc::gen::container<std::vector<std::pair<int, int>>>(
      rc::gen::pair(rc::gen::inRange(0, 4), rc::gen::inRange(0, 100)));
  for (auto [action, value] : steps) {
    for (int repeat = 0; action < 2 && repeat < value; ++repeat) {
      queue.push([] {}, next);
      model.push_back(next++);
    }
    for (int repeat = 0; action == 2 && repeat < value && !model.empty(); ++repeat) {
      queue.consume([&](const ReadyCallback& ready) { RC_ASSERT(ready.number == model.front()); });
      model.pop_front();
    }
    if (action == 3 && value == 0) {
      queue.clear();
      model.clear();
    }
    RC_ASSERT(queue.size() == model.size());
    RC_ASSERT(queue.empty() == model.empty());
  }
}

}  // namespace
}  // namespace tornado
