// What the compiler must refuse, or at least warn of. Each line that ends with `// refused: WORDS` must get a
// diagnostic that contains the words; refused_test.sh compiles this file and looks for them. The other lines
// must get none.
#include <gtest/gtest.h>
#include <string>
#include <vector>

#include "harness/testing/testing.hpp"

using namespace windtunnel;  // NOLINT(google-build-using-namespace): as in a user's test
using tornado::Future;

Future<int> answer() {
  co_await tornado::moment;
  co_return 42;
}

// A wait that was forgotten.
Future<void> forgetful(World& world, Shared<int> x, Mutex mutex, tornado::locks::Event event,
                       tornado::locks::Lock lock, tornado::queues::Queue<int> queue) {
  const Future<int> future = answer();
  answer();                              // refused: nodiscard
  world.turn();                          // refused: nodiscard
  world.sleep(tornado::Duration(1));     // refused: nodiscard
  world.join();                          // refused: nodiscard
  x.read();                              // refused: nodiscard
  x.write(3);                            // refused: nodiscard
  mutex.lock();                          // refused: nodiscard
  event.wait();                          // refused: nodiscard
  lock.acquire();                        // refused: nodiscard
  queue.put(1);                          // refused: nodiscard
  tornado::sleep(tornado::Duration(1));  // refused: nodiscard
  tornado::settled(future);              // refused: nodiscard
  tornado::moment;                       // refused: -Wunused-value
  co_await world.join();
  co_await future;
}

// A wait for something that is no Future.
Future<void> wrong_wait() {
  co_await 3;                       // refused: a coroutine waits for a Future
  co_yield std::string("not yet");  // refused: a coroutine waits for a Future
}

// A coroutine of another kind does not know how to wait for a Future.
struct Other {
  struct promise_type {
    Other get_return_object() { return {}; }
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() {}
  };
};
Other other() {
  co_await answer();  // refused: only a coroutine that returns a Future waits for a Future
}

// ASSERT_* in a coroutine returns from it, which g++ reports for the whole function; CO_ASSERT_* do what is
// meant.
// clang-format off
Future<void> asserting() { ASSERT_EQ(1, 1); co_await tornado::moment; }  // refused: return
// clang-format on
Future<void> asserting_well() {
  CO_ASSERT_EQ(1, 1);
  co_await tornado::moment;
}

// Tasks that cannot be spawned.
int no_coroutine(World&) {
  return 1;
}
Future<void> wants_a_number(World&, int) {
  co_return;
}
Future<void> changes_its_argument(World&, std::string&) {
  co_return;
}

Future<void> spawning(World& world) {
  world.spawn("a", no_coroutine);    // refused: a task is a coroutine that returns a Future
  world.spawn("b", wants_a_number);  // refused: a task is called with the world
  world.spawn("c", changes_its_argument, std::string());  // refused: a task is called with the world
  int captured = 0;
  world.spawn("d", [captured](World&) -> Future<void> {  // its captures live as long as the run
    static_cast<void>(captured);
    co_return;
  });
  co_await world.join();
}
