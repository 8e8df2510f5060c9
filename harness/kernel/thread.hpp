// Thread: one thread of a run: what it waits for, and whether it can go on.
#pragma once

#include <csetjmp>
#include <cstdint>
#include <pthread.h>
#include <string>
#include <utility>
#include <vector>

#include "harness/kernel/baton.hpp"
#include "harness/kernel/kernel.hpp"
#include "runtime/sim/step_scheduler.hpp"

namespace windtunnel::kernel {

class Threads;

/// A thread. While it can go on, and others are alive, it is a waiting step of its task.
class Thread final : public tornado::WaitingStep {
 public:
  /// Thread 0 is the program's main thread.
  Thread(Threads& threads, std::uint32_t number) : WaitingStep(&ignore), threads_(threads), number_(number) {}

  Threads& threads() const { return threads_; }
  std::uint32_t number() const { return number_; }

  // Known to Threads and to the symbols.
  std::uint32_t task = 0;  ///< of the StepLog
  std::string name;
  pthread_t handle{};   ///< of the real thread
  int real_number = 0;  ///< of the real thread, as in the owner of a pthread_mutex_t; 0 until it began
  bool ended = false;
  bool detached = false;
  void* (*body)(void*) = nullptr;
  void* data = nullptr;
  Baton baton;
  std::jmp_buf out{};                  ///< where it ends when its run is over before it is
  bool begun = false;                  ///< its body runs, so `out` is a place on its stack
  std::vector<pthread_mutex_t*> held;  ///< those that it has locked in the run

  // What it waits for.
  const WaitReason* reason = nullptr;  ///< null while it runs
  Condition condition{};
  tornado::Time deadline = Kernel::never;
  bool offered = false;           ///< it is among the waiting steps
  tornado::Time offered_since{};  ///< since when it can go on
  std::uint64_t times_chosen = 0;
  std::uint32_t idle_yields = 0;  ///< how often in a row it has yielded and nobody else could go on
  /// It has yielded to these, and to how often they were chosen until then.
  std::vector<std::pair<const Thread*, std::uint64_t>> yields_to;
  bool yields = false;

  /// Whether its wait is over, as far as it is concerned.
  bool can_go_on(tornado::Time now) const { return condition.holds(condition.data) || deadline <= now; }

 private:
  static void ignore(tornado::WaitingStep&) {}

  Threads& threads_;
  const std::uint32_t number_;
};

}  // namespace windtunnel::kernel
