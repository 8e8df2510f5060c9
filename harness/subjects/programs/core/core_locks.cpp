// Semaphores, conditions and events, and waiters that give up.
#include <deque>
#include <fmt/format.h>
#include <functional>
#include <vector>

#include "harness/subjects/programs/core/core_checks.hpp"
#include "runtime/exception_cast.hpp"
#include "runtime/locks/errors.hpp"

namespace windtunnel::subjects {

namespace {

using tornado::Duration;
using tornado::Future;
using tornado::locks::Permit;

template <class Function>
bool fails(Function function) {
  try {
    function();
  } catch (const std::exception&) {
    return true;
  }
  return false;
}

template <class Semaphore>
void check_semaphore_of(World& world, Semaphore semaphore, std::int64_t permits, bool bounded) {
  const std::int64_t limit = permits;
  std::deque<std::size_t> waiting;
  std::vector<Future<Permit>> acquires;
  std::vector<bool> has;
  for (std::uint32_t left = 2 + world.choose(8, "core/calls"); left > 0; --left) {
    if (world.choose(2, "core/call") == 0) {
      acquires.push_back(semaphore.acquire());
      has.push_back(permits > 0);
      if (permits > 0)
        --permits;
      else
        waiting.push_back(acquires.size() - 1);
    } else {
      const bool too_often = bounded && permits == limit;
      if constexpr (requires { semaphore.may_release(); })
        world.check_equal(semaphore.may_release(), !too_often, "whether a permit may be given back");
      // By the semaphore, or by a permit.
      const bool by_permit = !acquires.empty() && acquires.front().done() && world.choose(2, "core/by") == 1;
      const bool refused =
          fails([&] { by_permit ? acquires.front().result().release() : semaphore.release(); });
      world.check_equal(refused, too_often, "whether a permit is given back too often");
      if (too_often) continue;
      if (waiting.empty()) {
        ++permits;
      } else {
        has[waiting.front()] = true;
        waiting.pop_front();
      }
    }
    for (std::size_t at = 0; at < acquires.size(); ++at)
      world.check_equal(acquires[at].done(), static_cast<bool>(has[at]),
                        fmt::format("whether acquire {} has a permit", at));
  }
  if (permits > 0) {
    {
      const Future<Permit> held = semaphore.acquire();
      const tornado::locks::ScopedPermit block(held.result());
    }
    for (; permits > 0; --permits) world.check(semaphore.acquire().done(), "a block gives its permit back");
    world.check(!semaphore.acquire().done(), "a block gives no more than its permit back");
  }
  const Semaphore same = semaphore;
  world.check(same == semaphore && !(Semaphore() == semaphore), "copies are the same, others are not");
}

// A condition whose waiters notify again when they are woken.
struct Notifying {
  tornado::locks::Condition condition;
  std::vector<Future<bool>> waits;
  std::vector<std::size_t> again;  // how many the waiter of that number notifies
  std::vector<std::size_t> woken;
};

// The same, as the law K2 has it: all are chosen before the first is woken.
struct NotifyingModel {
  std::deque<std::size_t> waiting;
  std::vector<std::size_t> again;
  std::vector<std::size_t> woken;

  void notify(std::size_t count) {
    std::vector<std::size_t> chosen;
    for (; count > 0 && !waiting.empty(); --count) {
      chosen.push_back(waiting.front());
      waiting.pop_front();
    }
    for (const std::size_t one : chosen) {
      woken.push_back(one);
      if (again[one] > 0) notify(again[one]);
    }
  }
};

}  // namespace

Future<void> check_semaphore(World& world) {
  const std::int64_t permits = core_value<std::int64_t>(world, {1, 0, 2, 3});
  switch (world.choose(3, "core/semaphore")) {
    case 0:
      check_semaphore_of(world, tornado::locks::Semaphore(permits), permits, false);
      break;
    case 1:
      check_semaphore_of(world, tornado::locks::BoundedSemaphore(permits), permits, true);
      break;
    default:
      check_semaphore_of(world, tornado::locks::Lock(), 1, true);
  }
  world.check(fails([] { tornado::locks::Semaphore refused(-1); }), "fewer permits than none are refused");
  co_return;
}

Future<void> check_condition(World& world) {
  Notifying real;
  NotifyingModel model;
  const std::uint32_t waiters = 1 + world.choose(7, "core/waiters");
  for (std::size_t number = 0; number < waiters; ++number) {
    model.again.push_back(world.choose(3, "core/again"));
    model.waiting.push_back(number);
    real.again = model.again;
    real.waits.push_back(real.condition.wait());
    real.waits.back().add_done_callback([&real, number](const Future<bool>&) {
      real.woken.push_back(number);
      if (real.again[number] > 0) real.condition.notify(real.again[number]);
    });
  }
  for (std::uint32_t left = 1 + world.choose(3, "core/calls"); left > 0; --left) {
    const std::uint32_t count = world.choose(5, "core/count");
    if (count == 4) {
      real.condition.notify_all();
      model.notify(model.waiting.size());
    } else {
      real.condition.notify(count);
      model.notify(count);
    }
    world.check_equal(real.woken, model.woken, "who was woken, in which order");
  }
  for (std::size_t number = 0; number < waiters; ++number) {
    const bool woken = std::find(model.woken.begin(), model.woken.end(), number) != model.woken.end();
    world.check_equal(real.waits[number].done(), woken, fmt::format("whether waiter {} was woken", number));
    if (woken) world.check(real.waits[number].result(), "who was notified is told so");
  }
  world.check(!(tornado::locks::Condition() == real.condition), "another condition is another");
  // What its callbacks refer to is gone soon.
  real.again.assign(real.again.size(), 0);
  real.condition.notify_all();
  co_return;
}

Future<void> check_event(World& world) {
  const tornado::locks::Event event;
  bool set = false;
  std::vector<Future<void>> waits;
  std::vector<bool> over;
  for (std::uint32_t left = 2 + world.choose(8, "core/calls"); left > 0; --left) {
    switch (world.choose(3, "core/call")) {
      case 0:
        waits.push_back(event.wait());
        over.push_back(set);
        break;
      case 1:
        event.set();
        set = true;
        over.assign(over.size(), true);
        break;
      default:
        event.clear();
        set = false;
    }
    world.check_equal(event.is_set(), set, "whether an event is set");
    for (std::size_t at = 0; at < waits.size(); ++at)
      world.check_equal(waits[at].done(), static_cast<bool>(over[at]),
                        fmt::format("whether wait {} is over", at));
  }
  co_return;
}

// Many waiters give up, more than the hundred after which they are dropped; who does not is found among them.
Future<void> check_waiters_that_give_up(World& world) {
  if (world.model() == core::SchedulingModel::adversarial) co_return;
  const tornado::locks::Condition condition;
  const tornado::locks::Semaphore semaphore(0);
  const std::uint32_t many = core_value<std::uint32_t>(world, {2, 1, 40, 210});
  std::vector<Future<bool>> waits;
  std::vector<Future<Permit>> acquires;
  std::vector<std::size_t> patient;
  const std::uint32_t every = 2 + world.choose(4, "core/every");
  for (std::uint32_t number = 0; number < many; ++number) {
    const bool waits_on = number % every == 1;
    if (waits_on) patient.push_back(waits.size());
    waits.push_back(waits_on ? condition.wait() : condition.wait(Duration(1)));
    acquires.push_back(waits_on ? semaphore.acquire() : semaphore.acquire(world.loop().time() + Duration(1)));
  }
  co_yield tornado::sleep(Duration(30));
  for (std::size_t at = 0; at < waits.size(); ++at) {
    const bool waits_on = at % every == 1;
    world.check_equal(waits[at].done(), !waits_on, "whether a waiter has given up");
    world.check_equal(acquires[at].done(), !waits_on, "whether an acquire has given up");
    if (waits_on) continue;
    world.check(!waits[at].result(), "who gave up was not notified");
    world.check(tornado::exception_cast<tornado::TimeoutError>(acquires[at].exception()) != nullptr,
                "an acquire that gave up has timed out");
  }
  for (const std::size_t next : patient) {
    condition.notify();
    semaphore.release();
    for (const std::size_t other : patient) {
      world.check_equal(waits[other].done(), other <= next, "whom a notification wakes");
      world.check_equal(acquires[other].done(), other <= next, "who gets a permit");
    }
  }
}

}  // namespace windtunnel::subjects
