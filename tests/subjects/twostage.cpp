// Data that is written in two stages under two locks, and a reader between them: the twostage of SCTBench.
#include "harness/subjects/world/registered_subject.hpp"
#include "harness/testing/testing.hpp"

namespace windtunnel::subjects {
namespace {

using tornado::Future;

struct TwoStages {
  explicit TwoStages(World& world)
      : first_lock(world, "first lock"),
        second_lock(world, "second lock"),
        first(world, "first"),
        second(world, "second") {}
  Mutex first_lock;
  Mutex second_lock;
  Shared<int> first;
  Shared<int> second;
};

Future<void> write_in_stages(World&, TwoStages data) {
  Mutex::Guard guard = co_yield data.first_lock.lock();
  co_yield data.first.write(1);
  guard.release();
  Mutex::Guard second = co_yield data.second_lock.lock();
  const int value = co_yield data.first.read();
  co_yield data.second.write(value + 1);
}

Future<void> read_in_stages(World& world, TwoStages data) {
  Mutex::Guard guard = co_yield data.first_lock.lock();
  const int first = co_yield data.first.read();
  guard.release();
  if (first == 0) co_return;
  Mutex::Guard second_guard = co_yield data.second_lock.lock();
  const int second = co_yield data.second.read();
  world.check(second == first + 1, "the second stage is missing");
}

Future<void> twostage(World& world, int tasks) {
  world.declares_all_accesses();
  const TwoStages data(world);
  for (int left = tasks - 1; left > 0; --left) world.spawn("write", write_in_stages, data);
  world.spawn("read", read_in_stages, data);
  co_yield world.join();
}

// Both stages under the first lock.
Future<void> write_at_once(World&, TwoStages data) {
  const Mutex::Guard guard = co_yield data.first_lock.lock();
  co_yield data.first.write(1);
  co_yield data.second.write(2);
}

Future<void> twostage_fixed(World& world) {
  world.declares_all_accesses();
  const TwoStages data(world);
  world.spawn("write", write_at_once, data);
  world.spawn("write", write_at_once, data);
  world.spawn("read", read_in_stages, data);
  co_yield world.join();
}

WorldProgram two_stages_of(int tasks) {
  return [tasks](World& world) { return twostage(world, tasks); };
}

const RegisteredSubject twostage_subjects[] = {
    {"twostage", "a writer in two stages and a reader", two_stages_of(2)},
    {"twostage_20", "19 writers in two stages and a reader", two_stages_of(20)},
    {"twostage_50", "49 writers in two stages and a reader", two_stages_of(50)},
    {"twostage_100", "99 writers in two stages and a reader", two_stages_of(100)},
    {"twostage_fixed", "twostage with both stages under one lock", twostage_fixed},
};

}  // namespace
}  // namespace windtunnel::subjects
