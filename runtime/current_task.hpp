// CurrentTask: the logical task on whose behalf a thread works. A coroutine inherits its caller's task, so
// that schedulers and observers can distinguish a run's tasks.
#pragma once

#include <cstdint>

namespace tornado {

/// The number of this thread's task; 0 is the run's own. It belongs to the thread, not to a loop: a run
/// inside a run must restore it (CurrentTaskScope).
class CurrentTask {
 public:
  static std::uint32_t get() noexcept { return task_; }
  static void set(std::uint32_t task) noexcept { task_ = task; }

 private:
  static constinit inline thread_local std::uint32_t task_ = 0;
};

/// A block that works for another task; the destructor restores the previous one.
class CurrentTaskScope {
 public:
  explicit CurrentTaskScope(std::uint32_t task) noexcept : previous_(CurrentTask::get()) {
    CurrentTask::set(task);
  }
  CurrentTaskScope(const CurrentTaskScope&) = delete;
  CurrentTaskScope& operator=(const CurrentTaskScope&) = delete;
  ~CurrentTaskScope() { CurrentTask::set(previous_); }

 private:
  const std::uint32_t previous_;
};

}  // namespace tornado
