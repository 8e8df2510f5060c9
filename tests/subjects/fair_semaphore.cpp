// A fair semaphore with amounts: the first in its queue gives up, and those behind it would fit.
#include <algorithm>
#include <deque>
#include <memory>

#include "harness/subjects/world/registered_subject.hpp"
#include "harness/testing/testing.hpp"

namespace windtunnel::subjects {
namespace {

using namespace std::chrono_literals;
using tornado::Future;

/// Whom a waiter that gives up wakes.
enum class Wakes { nobody, one, all_that_fit };

class FairSemaphore {
 public:
  FairSemaphore(tornado::IOLoop& loop, int free, Wakes wakes) : loop_(loop), free_(free), wakes_(wakes) {}

  Future<void> acquire(int amount, tornado::Duration patience) {
    auto waiter = std::make_shared<Waiter>();
    waiter->amount = amount;
    waiters_.push_back(waiter);
    wake(Wakes::all_that_fit);
    if (!waiter->granted.done()) loop_.call_later(patience, [this, waiter] { give_up(waiter); });
    return waiter->granted;
  }

  void release(int amount) {
    free_ += amount;
    wake(Wakes::all_that_fit);
  }

  /// Whether nobody waits who could be served.
  bool is_just() const { return waiters_.empty() || waiters_.front()->amount > free_; }

 private:
  struct Waiter {
    int amount = 0;
    Future<void> granted;
  };

  void wake(Wakes wakes) {
    while (wakes != Wakes::nobody && !waiters_.empty() && waiters_.front()->amount <= free_) {
      const std::shared_ptr<Waiter> first = waiters_.front();
      waiters_.pop_front();
      free_ -= first->amount;
      first->granted.set_result();
      if (wakes == Wakes::one) return;
    }
  }

  void give_up(const std::shared_ptr<Waiter>& waiter) {
    if (waiter->granted.done()) return;
    waiters_.erase(std::remove(waiters_.begin(), waiters_.end(), waiter), waiters_.end());
    waiter->granted.set_exception(tornado::TimeoutError());
    wake(wakes_);
  }

  tornado::IOLoop& loop_;
  int free_;
  const Wakes wakes_;
  std::deque<std::shared_ptr<Waiter>> waiters_;
};

Future<void> use(World&, FairSemaphore* memory, int amount, tornado::Duration patience,
                 tornado::Duration duration) {
  try {
    const Future<void> acquiring = memory->acquire(amount, patience);
    co_yield acquiring;
  } catch (const tornado::TimeoutError&) {
    co_return;
  }
  const Future<void> working = tornado::sleep(duration);
  co_yield working;
  memory->release(amount);
}

Future<void> head_gives_up(World& world, Wakes wakes) {
  FairSemaphore memory(world.loop(), 8, wakes);
  world.always("nobody waits who fits", [&memory] { return memory.is_just(); });
  const tornado::Duration long_job = 10ms * (1 + world.choose(8, "long job"));
  world.spawn("long job", use, &memory, 5, 1s, long_job);
  world.spawn("large job", use, &memory, 5, 50ms, 10ms);
  world.spawn("small job", use, &memory, 1, 1s, 10ms);
  world.spawn("middle job", use, &memory, 2, 1s, 10ms);
  co_yield world.join();
}

const RegisteredSubject fair_semaphore_subjects[] = {
    {"head_gives_up", "the first waiter of a semaphore gives up and wakes nobody",
     [](World& world) { return head_gives_up(world, Wakes::nobody); }},
    {"head_gives_up_mutant", "head_gives_up, waking one of those that fit",
     [](World& world) { return head_gives_up(world, Wakes::one); }},
    {"head_gives_up_fixed", "head_gives_up, waking all that fit",
     [](World& world) { return head_gives_up(world, Wakes::all_that_fit); }},
};

}  // namespace
}  // namespace windtunnel::subjects
