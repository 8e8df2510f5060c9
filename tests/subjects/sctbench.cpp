// Small programs with which the literature measures schedule search (SCTBench and others), as programs on a
// loop: one wait before each shared access.
#include "harness/subjects/world/registered_subject.hpp"
#include "harness/testing/testing.hpp"

namespace windtunnel::subjects {
namespace {

using tornado::Future;

// A driver that is stopped while a request enters it.
struct Driver {
  explicit Driver(World& world)
      : stopping(world, "stopping"),
        pending(world, "pending", 1),
        idle(world, "idle"),
        stopped(world, "stopped") {}
  Shared<bool> stopping;
  Shared<int> pending;
  Shared<bool> idle;
  Shared<bool> stopped;
};

Future<void> request(World& world, Driver driver) {
  const bool stopping = co_yield driver.stopping.read();
  if (stopping) co_return;
  co_yield driver.pending.add(1);
  const bool stopped = co_yield driver.stopped.read();
  world.check(!stopped, "a request enters the stopped driver");
  const int before = co_yield driver.pending.add(-1);
  if (before == 1) co_yield driver.idle.write(true);
}

// Counts the request before it checks.
Future<void> request_fixed(World& world, Driver driver) {
  co_yield driver.pending.add(1);
  const bool stopping = co_yield driver.stopping.read();
  if (!stopping) {
    const bool stopped = co_yield driver.stopped.read();
    world.check(!stopped, "a request enters the stopped driver");
  }
  const int before = co_yield driver.pending.add(-1);
  if (before == 1) co_yield driver.idle.write(true);
}

Future<void> stop_driver(World&, Driver driver) {
  co_yield driver.stopping.write(true);
  const int before = co_yield driver.pending.add(-1);
  if (before == 1) co_yield driver.idle.write(true);
  const bool idle = co_yield driver.idle.read();
  if (idle) co_yield driver.stopped.write(true);
}

Future<void> bluetooth(World& world) {
  world.declares_all_accesses();
  const Driver driver(world);
  world.spawn("request", request, driver);
  world.spawn("stop", stop_driver, driver);
  co_yield world.join();
}

Future<void> bluetooth_fixed(World& world) {
  world.declares_all_accesses();
  const Driver driver(world);
  world.spawn("request", request_fixed, driver);
  world.spawn("stop", stop_driver, driver);
  co_yield world.join();
}

// One task holds the right lock, the others the wrong one.
Future<void> add_and_look(World& world, Mutex mutex, Shared<int> data) {
  const Mutex::Guard guard = co_yield mutex.lock();
  const int before = co_yield data.read();
  co_yield data.add(1);
  const int after = co_yield data.read();
  world.check(after == before + 1, "somebody else wrote");
}

Future<void> add_under(World&, Mutex mutex, Shared<int> data) {
  const Mutex::Guard guard = co_yield mutex.lock();
  co_yield data.add(1);
}

Future<void> wronglock(World& world, bool right) {
  world.declares_all_accesses();
  const Mutex mutex(world, "data lock");
  const Mutex other(world, "other lock");
  const Shared<int> data(world, "data");
  world.spawn("look", add_and_look, mutex, data);
  for (int left = 7; left > 0; --left) world.spawn("add", add_under, right ? mutex : other, data);
  co_yield world.join();
}

// Appends a buffer whose length was read before the buffer was cut.
Future<void> append(World& world, Mutex mutex, Shared<int> length, bool whole) {
  Mutex::Guard guard = co_yield mutex.lock();
  const int asked = co_yield length.read();
  if (!whole) {
    guard.release();
    Mutex::Guard again = co_yield mutex.lock();
    guard = std::move(again);
  }
  const int now = co_yield length.read();
  world.check(asked <= now, "more is copied than there is");
}

Future<void> cut(World&, Mutex mutex, Shared<int> length) {
  const Mutex::Guard guard = co_yield mutex.lock();
  co_yield length.write(0);
}

Future<void> stringbuffer(World& world, bool whole) {
  world.declares_all_accesses();
  const Mutex mutex(world, "buffer lock");
  const Shared<int> length(world, "length", 10);
  world.spawn("append", append, mutex, length, whole);
  world.spawn("cut", cut, mutex, length);
  co_yield world.join();
}

// A token that is passed around a ring.
Future<void> pass_on(World&, Shared<int> from, Shared<int> to, int more) {
  const int value = co_yield from.read();
  co_yield to.write((value + more) % 4);
}

Future<void> look_at_ring(World& world, Shared<int> x1, Shared<int> x2, Shared<int> x3) {
  const int first = co_yield x1.read();
  const int second = co_yield x2.read();
  const int third = co_yield x3.read();
  world.check(first == second && second == third, "the token is in two places");
}

Future<void> token_ring(World& world) {
  world.declares_all_accesses();
  const Shared<int> x1(world, "x1");
  const Shared<int> x2(world, "x2");
  const Shared<int> x3(world, "x3");
  world.spawn("one", pass_on, x3, x1, 1);
  world.spawn("two", pass_on, x1, x2, 0);
  world.spawn("three", pass_on, x2, x3, 0);
  world.spawn("look", look_at_ring, x1, x2, x3);
  co_yield world.join();
}

// A ring buffer whose producer counts an item before it is stored.
constexpr int item = 7;

Future<void> produce(World&, Shared<int> filled, Shared<int> slot, bool store_first) {
  if (store_first) co_yield slot.write(item);
  co_yield filled.add(1);
  if (!store_first) co_yield slot.write(item);
}

Future<void> consume(World& world, Shared<int> filled, Shared<int> slot) {
  for (int tries = 3; tries > 0; --tries) {
    const int count = co_yield filled.read();
    if (count == 0) continue;
    const int taken = co_yield slot.read();
    world.check(taken == item, "an empty slot is taken for an item");
    co_return;
  }
}

Future<void> circular_buffer(World& world, bool store_first) {
  world.declares_all_accesses();
  const Shared<int> filled(world, "filled");
  const Shared<int> slot(world, "slot");
  world.spawn("consume", consume, filled, slot);
  world.spawn("produce", produce, filled, slot, store_first);
  co_yield world.join();
}

// Six tasks that must run in exactly the reverse order.
Future<void> link(World& world, Shared<int> noise, Shared<int> x, int me) {
  co_yield noise.read();
  co_yield noise.read();
  const int value = co_yield x.read();
  if (value == me + 1) co_yield x.write(me);
  co_yield noise.read();
  co_yield noise.read();
  world.check(x.peek() != 1, "the chain is closed");
}

Future<void> chain6(World& world) {
  world.declares_all_accesses();
  const Shared<int> noise(world, "noise");
  const Shared<int> x(world, "x", 7);
  for (int me = 1; me <= 6; ++me) world.spawn("link", link, noise, x, me);
  co_yield world.join();
}

// A task of 25 steps, and one of 3 steps that must come at 3 of 25 places.
Future<void> count_up(World&, Shared<int> x) {
  for (int value = 1; value <= 25; ++value) co_yield x.write(value);
}

Future<void> look_thrice(World& world, Shared<int> x) {
  const int first = co_yield x.read();
  const int second = co_yield x.read();
  const int third = co_yield x.read();
  world.check(first != 8 || second != 16 || third != 24, "three looks at three places");
}

Future<void> uneven25(World& world) {
  world.declares_all_accesses();
  const Shared<int> x(world, "x");
  world.spawn("count", count_up, x);
  world.spawn("look", look_thrice, x);
  co_yield world.join();
}

// An object is closed while it is used, among many tasks that only read.
Future<void> read_much(World&, Shared<int> other) {
  for (int left = 20; left > 0; --left) co_yield other.read();
}

Future<void> use(World& world, Shared<bool> open, Shared<bool> handle) {
  const bool is_open = co_yield open.read();
  if (!is_open) co_return;
  const bool valid = co_yield handle.read();
  world.check(valid, "it is used after it was closed");
}

Future<void> close(World&, Shared<bool> open, Shared<bool> handle) {
  co_yield open.write(false);
  co_yield handle.write(false);
}

Future<void> noise20(World& world) {
  world.declares_all_accesses();
  const Shared<int> other(world, "other");
  const Shared<bool> open(world, "open", true);
  const Shared<bool> handle(world, "handle", true);
  for (int left = 20; left > 0; --left) world.spawn("bystander", read_much, other);
  world.spawn("use", use, open, handle);
  world.spawn("close", close, open, handle);
  co_yield world.join();
}

Future<void> add_slowly(World&, Shared<int> x) {
  const int value = co_yield x.read();
  co_yield x.write(value + 1);
}

Future<void> add_at_once(World&, Shared<int> x) {
  co_yield x.add(1);
}

Future<void> lost_update(World& world, bool at_once) {
  world.declares_all_accesses();
  const Shared<int> x(world, "x");
  for (int left = 2; left > 0; --left) world.spawn("add", at_once ? add_at_once : add_slowly, x);
  co_yield world.join();
  world.check(x.peek() == 2, "an addition is lost");
}

// The third must not see what the two others did together.
Future<void> add_locked(World&, Mutex mutex, Shared<int> data, int amount) {
  const Mutex::Guard guard = co_yield mutex.lock();
  co_yield data.add(amount);
}

Future<void> not_three(World& world, Mutex mutex, Shared<int> data) {
  const Mutex::Guard guard = co_yield mutex.lock();
  const int value = co_yield data.read();
  world.check(value < 3, "both came before");
}

Future<void> lazy01(World& world) {
  world.declares_all_accesses();
  const Mutex mutex(world, "mutex");
  const Shared<int> data(world, "data");
  world.spawn("one", add_locked, mutex, data, 1);
  world.spawn("two", add_locked, mutex, data, 2);
  world.spawn("three", not_three, mutex, data);
  co_yield world.join();
}

// A deque whose owner takes from one end and a thief from the other.
struct Deque {
  explicit Deque(World& world) : top(world, "top"), bottom(world, "bottom", 1), taken(world, "taken") {}
  Shared<int> top;
  Shared<int> bottom;
  Shared<int> taken;
};

Future<void> pop_own(World&, Deque deque, bool careful) {
  const int bottom = co_yield deque.bottom.add(-1);
  const int top = co_yield deque.top.read();
  if (bottom - 1 < top) co_return;
  if (careful) {
    const bool won = co_yield deque.top.compare_exchange(top, top + 1);
    if (!won) co_return;
  } else {
    co_yield deque.top.write(top + 1);
  }
  co_yield deque.taken.add(1);
}

Future<void> steal(World&, Deque deque) {
  const int top = co_yield deque.top.read();
  const int bottom = co_yield deque.bottom.read();
  if (top >= bottom) co_return;
  const bool won = co_yield deque.top.compare_exchange(top, top + 1);
  if (won) co_yield deque.taken.add(1);
}

Future<void> work_steal(World& world, bool careful) {
  world.declares_all_accesses();
  const Deque deque(world);
  world.spawn("owner", pop_own, deque, careful);
  world.spawn("thief", steal, deque);
  co_yield world.join();
  world.check(deque.taken.peek() <= 1, "one item is taken twice");
}

template <class Program, class Parameter>
WorldProgram with(Program program, Parameter parameter) {
  return [program, parameter](World& world) { return program(world, parameter); };
}

const RegisteredSubject sctbench_subjects[] = {
    {"bluetooth", "a driver is stopped while a request enters it", bluetooth},
    {"bluetooth_fixed", "bluetooth, with the request counted before it checks", bluetooth_fixed},
    {"wronglock", "one task uses one lock, seven use another", with(wronglock, false)},
    {"wronglock_fixed", "wronglock with one lock for all", with(wronglock, true)},
    {"stringbuffer", "a length is read under a lock and used after the lock was released",
     with(stringbuffer, false)},
    {"stringbuffer_fixed", "stringbuffer, reading and using it under one lock", with(stringbuffer, true)},
    {"token_ring", "three tasks pass a token on, each by a read and a write", token_ring},
    {"circular_buffer", "an item is counted before it is stored", with(circular_buffer, false)},
    {"circular_buffer_fixed", "circular_buffer, storing the item first", with(circular_buffer, true)},
    {"chain6", "six tasks that must run in reverse order", chain6},
    {"uneven25", "3 reads that must come at 3 of 25 places", uneven25},
    {"noise20", "use after close, among 20 tasks that only read", noise20},
    {"lost_update", "two tasks add, each by a read and a write", with(lost_update, false)},
    {"lost_update_fixed", "lost_update, adding in one step", with(lost_update, true)},
    {"lazy01", "two additions before the third task reads", lazy01},
    {"work_steal", "the owner of a deque takes its last item without a comparison", with(work_steal, false)},
    {"work_steal_fixed", "work_steal with a comparison", with(work_steal, true)},
};

}  // namespace
}  // namespace windtunnel::subjects
