// Futures, what waits for several, and timers.
#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <stdexcept>
#include <tuple>
#include <utility>
#include <vector>

#include "harness/subjects/programs/core/core_checks.hpp"
#include "runtime/exception_cast.hpp"

namespace windtunnel::subjects {

namespace {

using tornado::Duration;
using tornado::Future;

template <class Function>
bool raises(Function function) {
  try {
    function();
  } catch (const std::exception&) {
    return true;
  }
  return false;
}

Future<int> number_after(double seconds, int number) {
  if (seconds > 0) co_yield tornado::sleep(Duration(seconds));
  co_return number;
}

Future<int> failure_after(double seconds) {
  if (seconds > 0) co_yield tornado::sleep(Duration(seconds));
  throw std::out_of_range("it fails");
}

// A timer of many.
struct Alarm {
  double when = 0;
  tornado::Timeout handle;
  bool removed = false;
};

bool fails_out_of_range(const std::exception_ptr& error) {
  return tornado::exception_cast<std::out_of_range>(error) != nullptr;
}

}  // namespace

Future<void> check_futures(World& world) {
  const Future<int> future;
  std::vector<int> order;
  world.check(!future.done() && future.running(), "a new Future runs");
  world.check(raises([&] { static_cast<void>(future.result()); }), "a pending Future has no result");
  world.check(raises([&] { static_cast<void>(future.exception()); }), "a pending Future has no exception");
  const std::uint32_t callbacks = world.choose(4, "core/callbacks");
  for (std::uint32_t number = 0; number < callbacks; ++number)
    future.add_done_callback([&order, number](const Future<int>& done) {
      order.push_back(static_cast<int>(number));
      if (number == 1) done.add_done_callback([&order](const Future<int>&) { order.push_back(100); });
    });
  world.check(!future.cancel() && !future.done(), "nothing can be cancelled");
  const bool fails = world.choose(2, "core/fails") == 1;
  const std::exception_ptr error = std::make_exception_ptr(std::out_of_range("it fails"));
  fails ? future.set_exception(error) : future.set_result(7);
  world.check(future.done() && !future.running(), "a Future that was set is done");
  std::vector<int> expected;
  for (std::uint32_t number = 0; number < callbacks; ++number) {
    expected.push_back(static_cast<int>(number));
    if (number == 1) expected.push_back(100);
  }
  world.check_equal(order, expected, "the order of the callbacks");
  if (fails) {
    world.check(future.exception() == error, "the exception is the one that was set");
    world.check(raises([&] { static_cast<void>(future.result()); }), "a failed Future has no result");
  } else {
    world.check_equal(future.result(), 7, "the result");
    world.check(!future.exception(), "a Future with a result has no exception");
  }
  co_return;
}

Future<void> check_several(World& world) {
  const double seconds = core_value(world, {0.0, 1.0});
  const Future<int> one = number_after(seconds, 1);
  const Future<int> two = number_after(core_value(world, {0.0, 2.0}), 2);
  const bool twice = world.choose(2, "core/twice") == 1;
  std::vector<Future<int>> list = {one, two};
  if (twice) list.push_back(one);
  const std::vector<int> results = co_yield tornado::multi(list);
  world.check_equal(results, twice ? std::vector<int>{1, 2, 1} : std::vector<int>{1, 2},
                    "the results of a list");
  const std::map<std::string, Future<int>> map = {{"b", one}, {"a", two}, {"c", number_after(1, 3)}};
  const std::map<std::string, int> named = co_yield tornado::multi(map);
  world.check_equal(named, std::map<std::string, int>{{"a", 2}, {"b", 1}, {"c", 3}}, "the results by name");
  const Future<int> late = number_after(1, 4);
  const std::tuple<Future<int>, Future<int>> pair(late, one);
  const std::tuple<int, int> both = co_yield tornado::multi(pair);
  world.check(both == std::tuple(4, 1), "the results of a pair");
  std::vector<Future<int>> failing = {number_after(1, 5), failure_after(core_value(world, {0.0, 2.0}))};
  const Future<std::vector<int>> failed = tornado::multi(failing);
  co_yield tornado::settled(failed);
  world.check(fails_out_of_range(failed.exception()), "a list fails with the exception of what fails in it");
  world.check(failing[0].done(), "a list that fails has waited for all");
  if (!keeps_time(world)) co_return;
  const double limit = core_value(world, {1.0, 3.0});
  const Future<int> slow = number_after(2, 6);
  const tornado::Time begin = world.loop().time();
  const Future<int> limited = tornado::with_timeout(Duration(limit), slow);
  co_yield tornado::settled(limited);
  world.check_equal((world.loop().time() - begin).count(), std::min(limit, 2.0), "when it is over");
  world.check_equal(limited.exception() == nullptr, limit > 2, "whether it was in time");
  const tornado::WaitIterator<int> iterator(
      std::vector<Future<int>>{number_after(3, 0), number_after(1, 1), number_after(2, 2)});
  std::vector<int> order;
  while (!iterator.done()) {
    const int next = co_yield iterator.next();
    world.check(iterator.current_index() == static_cast<std::size_t>(next), "whose result it is");
    order.push_back(next);
  }
  world.check_equal(order, std::vector<int>{1, 2, 0}, "results in the order in which they come");
}

Future<void> check_timers(World& world) {
  const std::uint32_t count = core_value<std::uint32_t>(world, {3, 20, 1100});
  std::uint32_t state = world.choose(1000, "core/seed");
  const std::uint32_t keeps = 2 + world.choose(4, "core/keeps");  // one timer of that many stays
  const bool removes_late = world.choose(2, "core/late") == 1;
  std::vector<Alarm> alarms(count);
  std::vector<std::size_t> rang;
  const tornado::Time begin = world.loop().time();
  for (std::size_t at = 0; at < count; ++at) {
    state = state * 1103515245 + 12345;
    alarms[at].when = 10 + (state >> 16U) % 50;
    alarms[at].removed = (state >> 8U) % keeps != 0;
    alarms[at].handle =
        world.loop().call_at(begin + Duration(alarms[at].when), [&rang, at] { rang.push_back(at); });
  }
  const auto remove_all = [&] {
    for (const Alarm& alarm : alarms)
      if (alarm.removed) world.loop().remove_timeout(alarm.handle);
  };
  if (removes_late)
    world.loop().call_at(begin + Duration(5), remove_all);
  else
    remove_all();
  co_yield tornado::sleep(Duration(100));
  if (!keeps_time(world)) co_yield tornado::sleep(Duration(100));
  if (world.model() == core::SchedulingModel::adversarial) {
    // Only then do all that may be late not refer to what is gone.
    for (const Alarm& alarm : alarms) world.loop().remove_timeout(alarm.handle);
    co_return;
  }
  std::vector<std::size_t> expected;
  for (std::size_t at = 0; at < count; ++at)
    if (!alarms[at].removed) expected.push_back(at);
  const auto earlier = [&](std::size_t left, std::size_t right) {
    return std::pair(alarms[left].when, left) < std::pair(alarms[right].when, right);
  };
  if (keeps_time(world))
    std::sort(expected.begin(), expected.end(), earlier);
  else
    std::sort(rang.begin(), rang.end());
  world.check(rang == expected, fmt::format("{} timers ran, each once and in order", expected.size()));
}

}  // namespace windtunnel::subjects
