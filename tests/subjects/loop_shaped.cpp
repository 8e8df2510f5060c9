// The typical mistakes of programs on an event loop: something that was true before a wait is assumed to be
// true after it.
#include "harness/subjects/world/registered_subject.hpp"
#include "harness/testing/testing.hpp"

namespace windtunnel::subjects {
namespace {

using tornado::Duration;
using tornado::Future;

// Check, then act: an account's balance is read, and used after a wait.
Future<void> withdraw(World&, Shared<int> balance, bool at_once) {
  if (at_once) {
    const int before = co_yield balance.add(-70);
    if (before < 70) co_yield balance.add(70);
    co_return;
  }
  const int before = co_yield balance.read();
  if (before >= 70) co_yield balance.add(-70);
}

Future<void> account(World& world, bool at_once) {
  world.declares_all_accesses();
  const Shared<int> balance(world, "balance", 100);
  world.spawn("withdraw", withdraw, balance, at_once);
  world.spawn("withdraw", withdraw, balance, at_once);
  co_yield world.join();
  world.check(balance.peek() >= 0, "the account is overdrawn");
}

// A response that arrives exactly at its timeout.
struct Request {
  explicit Request(World& world) : done(world, "done"), outcomes(world, "outcomes") {}
  Shared<bool> done;
  Shared<int> outcomes;
};

Future<void> finish_at(World& world, Request request, double seconds, bool at_once) {
  co_yield world.sleep(Duration(seconds));
  if (at_once) {
    const bool mine = co_yield request.done.compare_exchange(false, true);
    if (mine) co_yield request.outcomes.add(1);
    co_return;
  }
  const bool done = co_yield request.done.read();
  if (done) co_return;
  co_yield request.done.write(true);
  co_yield request.outcomes.add(1);
}

Future<void> timeout_tie(World& world, bool at_once) {
  world.declares_all_accesses();
  const Request request(world);
  const double latency = 0.5 * (1 + world.choose(3, "latency"));
  world.spawn("timeout", finish_at, request, 1.0, at_once);
  world.spawn("response", finish_at, request, latency, at_once);
  co_yield world.join();
  world.check(request.outcomes.peek() == 1, "the request ends twice");
}

// A queue that hands an item to a getter that has timed out.
struct HandOver {
  explicit HandOver(World& world)
      : waiting(world, "waiting"), handed(world, "handed"), backlog(world, "backlog"), got(world, "got") {}
  Shared<bool> waiting;
  Shared<int> handed;
  Shared<int> backlog;
  Shared<int> got;
};

Future<void> get_until(World& world, HandOver queue, bool careful) {
  co_yield queue.waiting.write(true);
  co_yield world.sleep(Duration(1));
  if (careful) co_yield queue.waiting.exchange(false);
  const int item = co_yield queue.handed.exchange(0);
  if (item != 0) co_yield queue.got.write(item);
  if (!careful) co_yield queue.waiting.write(false);
}

Future<void> put(World& world, HandOver queue, bool careful) {
  co_yield world.sleep(Duration(1));
  if (careful) {
    // The one that clears `waiting` owns the getter.
    const bool waiting = co_yield queue.waiting.exchange(false);
    if (waiting) {
      co_yield queue.got.write(5);
    } else {
      co_yield queue.backlog.write(5);
    }
    co_return;
  }
  const bool waiting = co_yield queue.waiting.read();
  if (waiting) {
    co_yield queue.handed.write(5);
  } else {
    co_yield queue.backlog.write(5);
  }
}

Future<void> expired_getter(World& world, bool careful) {
  world.declares_all_accesses();
  const HandOver queue(world);
  world.spawn("get", get_until, queue, careful);
  world.spawn("put", put, queue, careful);
  co_yield world.join();
  world.check(queue.got.peek() == 5 || queue.backlog.peek() == 5, "the item is in nobody's hands");
}

// A reply fetched over the old connection is put into the cache of the new one.
struct Cache {
  explicit Cache(World& world)
      : server(world, "server", 1),
        epoch(world, "epoch"),
        cached(world, "cached"),
        cached_epoch(world, "cached epoch") {}
  Shared<int> server;
  Shared<int> epoch;
  Shared<int> cached;
  Shared<int> cached_epoch;
};

Future<void> fetch(World& world, Cache cache, bool careful) {
  const int epoch = co_yield cache.epoch.read();
  const int value = co_yield cache.server.read();
  co_yield world.turn();
  if (careful) {
    // No wait between the check and the reply.
    if (cache.epoch.peek() != epoch) co_return;
  }
  co_yield cache.cached_epoch.write(epoch);
  if (!careful || cache.epoch.peek() == epoch) co_yield cache.cached.write(value);
}

Future<void> reconnect(World&, Cache cache) {
  co_yield cache.server.write(2);
  co_yield cache.epoch.add(1);
  co_yield cache.cached.write(0);
}

Future<void> stale_cache(World& world, bool careful) {
  world.declares_all_accesses();
  const Cache cache(world);
  world.spawn("fetch", fetch, cache, careful);
  world.spawn("reconnect", reconnect, cache);
  co_yield world.join();
  world.check(cache.cached.peek() != 1, "the cache holds what the old connection said");
}

// A form that is submitted again before the first order is placed.
Future<void> submit(World&, Shared<bool> submitted, Shared<int> orders, bool at_once) {
  if (at_once) {
    const bool before = co_yield submitted.exchange(true);
    if (!before) co_yield orders.add(1);
    co_return;
  }
  const bool before = co_yield submitted.read();
  if (before) co_return;
  co_yield orders.add(1);
  co_yield submitted.write(true);
}

Future<void> double_submit(World& world, bool at_once) {
  world.declares_all_accesses();
  const Shared<bool> submitted(world, "submitted");
  const Shared<int> orders(world, "orders");
  world.spawn("press", submit, submitted, orders, at_once);
  world.spawn("press", submit, submitted, orders, at_once);
  co_yield world.join();
  world.check(orders.peek() == 1, "two orders");
}

// The response to an earlier request arrives later.
Future<void> ask(World& world, Shared<int> shown, Shared<int> latest, int number, bool careful) {
  co_yield latest.write(number);
  co_yield world.sleep(Duration(1.0 + world.choose(4, "latency")));
  if (!careful) {
    co_yield shown.write(number);
    co_return;
  }
  const int wanted = co_yield latest.read();
  if (wanted == number) co_yield shown.write(number);
}

Future<void> out_of_order(World& world, bool careful) {
  world.declares_all_accesses();
  const Shared<int> shown(world, "shown");
  const Shared<int> latest(world, "latest");
  world.spawn("first", ask, shown, latest, 1, careful);
  co_yield world.turn();
  world.spawn("second", ask, shown, latest, 2, careful);
  co_yield world.join();
  world.check(shown.peek() == latest.peek(), "the answer to an earlier question is shown");
}

// The notification comes between the check and the wait for it.
struct Letterbox {
  explicit Letterbox(World& world) : full(world, "full") {}
  Shared<bool> full;
  Future<void> rung;
};

Future<void> wait_for_mail(World& world, Letterbox box, Shared<bool> listening, bool listens_first) {
  if (listens_first) co_yield listening.write(true);
  const bool full = co_yield box.full.read();
  if (full) co_return;
  if (!listens_first) co_yield listening.write(true);
  static_cast<void>(world);
  co_yield box.rung;
}

Future<void> bring_mail(World&, Letterbox box, Shared<bool> listening) {
  co_yield box.full.write(true);
  const bool heard = co_yield listening.read();
  if (heard) box.rung.set_result();
}

Future<void> lost_wakeup(World& world, bool listens_first) {
  world.declares_all_accesses();
  const Letterbox box(world);
  const Shared<bool> listening(world, "listening");
  world.spawn("wait", wait_for_mail, box, listening, listens_first);
  world.spawn("bring", bring_mail, box, listening);
  co_yield world.join();
}

// A timer's callback that is cancelled after it has begun.
Future<void> late_callback(World& world, Shared<bool> cancelled, Shared<bool> freed) {
  co_yield world.sleep(Duration(1));
  const bool is_cancelled = co_yield cancelled.read();
  if (is_cancelled) co_return;
  const bool is_freed = co_yield freed.read();
  world.check(!is_freed, "the callback uses what its cancellation freed");
}

Future<void> cancel(World& world, Shared<bool> cancelled, Shared<bool> freed) {
  co_yield world.sleep(Duration(1));
  co_yield cancelled.write(true);
  co_yield freed.write(true);
}

Future<void> cancel_race(World& world) {
  world.declares_all_accesses();
  const Shared<bool> cancelled(world, "cancelled");
  const Shared<bool> freed(world, "freed");
  world.spawn("callback", late_callback, cancelled, freed);
  world.spawn("cancel", cancel, cancelled, freed);
  co_yield world.join();
}

// A lazily created object that is created twice.
Future<void> get_instance(World& world, Shared<int> instances, Mutex mutex, bool locked) {
  if (locked) {
    const Mutex::Guard guard = co_yield mutex.lock();
    const int made = co_yield instances.read();
    if (made == 0) co_yield instances.add(1);
    co_return;
  }
  const int made = co_yield instances.read();
  if (made != 0) co_return;
  co_yield world.turn();
  co_yield instances.add(1);
}

Future<void> lazy_instance(World& world, bool locked) {
  world.declares_all_accesses();
  const Shared<int> instances(world, "instances");
  const Mutex mutex(world, "mutex");
  for (int left = 3; left > 0; --left) world.spawn("get", get_instance, instances, mutex, locked);
  co_yield world.join();
  world.check(instances.peek() == 1, "it is made twice");
}

// An audit between the two halves of a transfer.
Future<void> transfer(World&, Shared<int> from, Shared<int> to) {
  co_yield from.add(-10);
  co_yield to.add(10);
}

Future<void> audit(World& world, Shared<int> from, Shared<int> to) {
  const int one = co_yield from.read();
  const int other = co_yield to.read();
  world.check(one + other == 100, "the sum is wrong");
}

Future<void> transfer_audit(World& world) {
  world.declares_all_accesses();
  const Shared<int> from(world, "from", 50);
  const Shared<int> to(world, "to", 50);
  world.spawn("transfer", transfer, from, to);
  world.spawn("audit", audit, from, to);
  co_yield world.join();
}

template <class Program, class Parameter>
WorldProgram with_parameter(Program program, Parameter parameter) {
  return [program, parameter](World& world) { return program(world, parameter); };
}

const RegisteredSubject loop_shaped_subjects[] = {
    {"account", "a balance is read before a wait and used after it", with_parameter(account, false)},
    {"account_fixed", "account, reading and changing the balance in one step", with_parameter(account, true)},
    {"timeout_tie", "a response arrives exactly at its timeout", with_parameter(timeout_tie, false)},
    {"timeout_tie_fixed", "timeout_tie, with the first event claiming the request in one step",
     with_parameter(timeout_tie, true)},
    {"expired_getter", "an item is handed to a getter that has timed out",
     with_parameter(expired_getter, false)},
    {"expired_getter_fixed", "expired_getter, with ownership taken in one step",
     with_parameter(expired_getter, true)},
    {"stale_cache", "a reply on the old connection is cached for the new one",
     with_parameter(stale_cache, false)},
    {"double_submit", "a form is submitted twice", with_parameter(double_submit, false)},
    {"double_submit_fixed", "double_submit, with the first submit claiming it in one step",
     with_parameter(double_submit, true)},
    {"out_of_order", "the response to an earlier request arrives later", with_parameter(out_of_order, false)},
    {"lost_wakeup", "a notification comes between the check and the wait",
     with_parameter(lost_wakeup, false)},
    {"lost_wakeup_fixed", "lost_wakeup, listening before it checks", with_parameter(lost_wakeup, true)},
    {"cancel_race", "a callback is cancelled after it has begun", cancel_race},
    {"lazy_instance", "an object is created twice", with_parameter(lazy_instance, false)},
    {"lazy_instance_fixed", "lazy_instance, creating the object under a lock",
     with_parameter(lazy_instance, true)},
    {"transfer_audit", "a sum is read between the halves of a transfer", transfer_audit},
};

}  // namespace
}  // namespace windtunnel::subjects
