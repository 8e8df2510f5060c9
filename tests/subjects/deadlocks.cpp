// Tasks that wait for each other.
#include <vector>

#include "harness/subjects/world/registered_subject.hpp"
#include "harness/testing/testing.hpp"

namespace windtunnel::subjects {
namespace {

using tornado::Future;

Future<void> lock_two(World&, Mutex first, Mutex second, Shared<int> meals) {
  const Mutex::Guard one = co_yield first.lock();
  const Mutex::Guard two = co_yield second.lock();
  co_yield meals.add(1);
}

Future<void> deadlock01(World& world, bool ordered) {
  world.declares_all_accesses();
  const Mutex left(world, "left");
  const Mutex right(world, "right");
  const Shared<int> meals(world, "meals");
  world.spawn("a", lock_two, left, right, meals);
  world.spawn("b", lock_two, ordered ? left : right, ordered ? right : left, meals);
  co_yield world.join();
}

// Five philosophers at a round table, each with a fork to the left and one to the right.
Future<void> dining5(World& world, bool ordered) {
  world.declares_all_accesses();
  constexpr std::size_t seats = 5;
  std::vector<Mutex> forks;
  for (std::size_t seat = 0; seat < seats; ++seat) forks.emplace_back(world, "fork");
  const Shared<int> meals(world, "meals");
  for (std::size_t seat = 0; seat < seats; ++seat) {
    const bool swapped = ordered && seat + 1 == seats;
    const Mutex left = forks[seat];
    const Mutex right = forks[(seat + 1) % seats];
    world.spawn("philosopher", lock_two, swapped ? right : left, swapped ? left : right, meals);
  }
  co_yield world.join();
}

// A barrier for three that is used twice: a task that is early at the second wait is counted for the first.
struct Barrier {
  explicit Barrier(World& world) : arrived(world, "arrived"), round(world, "round") {}
  Shared<int> arrived;
  Shared<int> round;
};

Future<void> meet_twice(World& world, Barrier barrier, Shared<int> work) {
  for (int round = 1; round <= 2; ++round) {
    co_yield work.add(1);
    const int before = co_yield barrier.arrived.read();
    co_yield barrier.arrived.write(before + 1);
    if (before + 1 == 3 * round) co_yield barrier.round.write(round);
  }
  static_cast<void>(world);
}

Future<void> barrier3(World& world) {
  world.declares_all_accesses();
  const Barrier barrier(world);
  const Shared<int> work(world, "work");
  for (int left = 3; left > 0; --left) world.spawn("worker", meet_twice, barrier, work);
  co_yield world.join();
  world.check(barrier.round.peek() == 2, "somebody's arrival is lost");
}

// The last reader lets writers in; the number of readers is not changed in one step.
struct Readers {
  explicit Readers(World& world) : count(world, "count"), writing(world, "writing"), gate(world, "gate") {}
  Shared<int> count;
  Shared<bool> writing;
  Mutex gate;
};

Future<void> read_shared(World& world, Readers readers) {
  const int before = co_yield readers.count.read();
  co_yield readers.count.write(before + 1);
  const bool writing = co_yield readers.writing.read();
  world.check(!writing, "a reader meets a writer");
  const int after = co_yield readers.count.read();
  co_yield readers.count.write(after - 1);
}

Future<void> write_alone(World&, Readers readers) {
  const int count = co_yield readers.count.read();
  if (count != 0) co_return;
  co_yield readers.writing.write(true);
  co_yield readers.writing.write(false);
}

Future<void> readers_writer(World& world) {
  world.declares_all_accesses();
  const Readers readers(world);
  world.spawn("reader", read_shared, readers);
  world.spawn("reader", read_shared, readers);
  world.spawn("writer", write_alone, readers);
  co_yield world.join();
}

template <class Program, class Parameter>
WorldProgram deadlock_with(Program program, Parameter parameter) {
  return [program, parameter](World& world) { return program(world, parameter); };
}

const RegisteredSubject deadlock_subjects[] = {
    {"deadlock01", "two locks in two orders", deadlock_with(deadlock01, false)},
    {"deadlock01_fixed", "deadlock01 with both locks in one order", deadlock_with(deadlock01, true)},
    {"dining5", "five forks in a circle", deadlock_with(dining5, false)},
    {"dining5_fixed", "dining5, but one takes the right fork first", deadlock_with(dining5, true)},
    {"barrier3", "arrivals at a barrier are counted in two steps", barrier3},
    {"readers_writer", "readers are counted in two steps", readers_writer},
};

}  // namespace
}  // namespace windtunnel::subjects
