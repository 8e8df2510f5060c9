// An application holds its lock while it waits for data. Data waits for the library's coordinator, which
// waits for the application's listener, which wants the lock.
#include "harness/subjects/world/registered_subject.hpp"
#include "harness/testing/testing.hpp"

namespace windtunnel::subjects {
namespace {

using namespace std::chrono_literals;
using tornado::Future;

struct Consumer {
  tornado::locks::Lock lock;   // the application's: guards `offset`
  tornado::locks::Event data;  // the library's: a record has come
  int offset = 0;
  bool waits_locked = true;
};

Future<void> fetch(World&, Consumer* consumer) {
  if (!consumer->waits_locked) {
    const Future<void> waiting = consumer->data.wait();
    co_yield waiting;
  }
  const Future<tornado::locks::Permit> acquiring = consumer->lock.acquire();
  const tornado::locks::Permit permit = co_yield acquiring;
  const tornado::locks::ScopedPermit held(permit);
  if (consumer->waits_locked) {
    const Future<void> waiting = consumer->data.wait();
    co_yield waiting;
  }
  ++consumer->offset;
}

// The application's listener commits what was read.
Future<void> listen(World&, Consumer* consumer) {
  const Future<tornado::locks::Permit> acquiring = consumer->lock.acquire();
  const tornado::locks::Permit permit = co_yield acquiring;
  const tornado::locks::ScopedPermit held(permit);
  const Future<void> committing = tornado::sleep(10ms);
  co_yield committing;
}

Future<void> coordinate(World& world, Consumer* consumer) {
  const Future<void> joining = tornado::sleep(10ms * (1 + world.choose(3, "joining")));
  co_yield joining;
  auto listener = world.spawn("listener", listen, consumer);
  co_yield listener;
  consumer->data.set();
}

Future<void> library_deadlock(World& world, bool waits_locked) {
  Consumer consumer;
  consumer.waits_locked = waits_locked;
  const Future<void> starting = tornado::sleep(10ms * world.choose(4, "start"));
  world.spawn("coordinator", coordinate, &consumer);
  co_yield starting;
  world.spawn("fetcher", fetch, &consumer);
  co_yield world.join();
  world.check(consumer.offset == 1, "the record was fetched");
}

const RegisteredSubject library_deadlock_subjects[] = {
    {"library_deadlock", "a lock is held across a wait for a library that calls back for the lock",
     [](World& world) { return library_deadlock(world, true); }},
    {"library_deadlock_fixed", "library_deadlock, waiting for data before the lock is taken",
     [](World& world) { return library_deadlock(world, false); }},
};

}  // namespace
}  // namespace windtunnel::subjects
