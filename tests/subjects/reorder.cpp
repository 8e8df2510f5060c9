// Writers that write two variables in one order, and a checker that must never see one without the other: the
// reorder_N of SCTBench, on a loop.
#include "harness/subjects/world/registered_subject.hpp"
#include "harness/testing/testing.hpp"

namespace windtunnel::subjects {
namespace {

using tornado::Future;

Future<void> set_both(World&, Shared<int> a, Shared<int> b) {
  co_yield a.write(1);
  co_yield b.write(-1);
}

Future<void> check_both(World& world, Shared<int> a, Shared<int> b) {
  const int a_first = co_yield a.read();
  if (a_first == 0) {
    const int b_first = co_yield b.read();
    if (b_first == 0) co_return;
  }
  const int a_then = co_yield a.read();
  const int b_then = co_yield b.read();
  world.check(a_then == 1 && b_then == -1, "a is set and b is not");
}

Future<void> reorder(World& world, int tasks) {
  world.declares_all_accesses();
  const Shared<int> a(world, "a");
  const Shared<int> b(world, "b");
  for (int left = tasks - 1; left > 0; --left) world.spawn("set", set_both, a, b);
  world.spawn("check", check_both, a, b);
  co_yield world.join();
}

Future<void> set_both_locked(World&, Mutex mutex, Shared<int> a, Shared<int> b) {
  const Mutex::Guard guard = co_yield mutex.lock();
  co_yield a.write(1);
  co_yield b.write(-1);
}

Future<void> check_both_locked(World& world, Mutex mutex, Shared<int> a, Shared<int> b) {
  const Mutex::Guard guard = co_yield mutex.lock();
  const int a_now = co_yield a.read();
  const int b_now = co_yield b.read();
  world.check((a_now == 0 && b_now == 0) || (a_now == 1 && b_now == -1), "a is set and b is not");
}

Future<void> reorder_fixed(World& world) {
  world.declares_all_accesses();
  const Mutex mutex(world, "mutex");
  const Shared<int> a(world, "a");
  const Shared<int> b(world, "b");
  for (int left = 2; left > 0; --left) world.spawn("set", set_both_locked, mutex, a, b);
  world.spawn("check", check_both_locked, mutex, a, b);
  co_yield world.join();
}

WorldProgram of(int tasks) {
  return [tasks](World& world) { return reorder(world, tasks); };
}

const RegisteredSubject reorder_subjects[] = {
    {"reorder_3", "2 writers of two variables and a checker", of(3)},
    {"reorder_5", "4 writers of two variables and a checker", of(5)},
    {"reorder_10", "9 writers of two variables and a checker", of(10)},
    {"reorder_20", "19 writers of two variables and a checker", of(20)},
    {"reorder_50", "49 writers of two variables and a checker", of(50)},
    {"reorder_100", "99 writers of two variables and a checker", of(100)},
    {"reorder_fixed", "reorder under a lock", reorder_fixed},
};

}  // namespace
}  // namespace windtunnel::subjects
