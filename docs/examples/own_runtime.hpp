// A coroutine runtime of one's own, in fifty lines, and how its tasks run in a World. The runtime knows
// nothing of windtunnel: whatever is ready is posted to an executor. The executor of the tests makes a step
// of it, and every strategy chooses among steps. That is all.
#pragma once

#include <coroutine>
#include <exception>
#include <string_view>
#include <utility>
#include <windtunnel/testing.hpp>

#include "runtime/current_task.hpp"

/// Resumes coroutines later, in any order: in production a pool of threads, for example.
class Executor {
 public:
  virtual ~Executor() = default;
  virtual void post(std::coroutine_handle<> ready) = 0;
};

/// A task. It begins when it is posted; it must not outlive its executor.
class Task {
 public:
  struct promise_type {
    std::exception_ptr error;

    Task get_return_object() { return Task(std::coroutine_handle<promise_type>::from_promise(*this)); }
    std::suspend_always initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() { error = std::current_exception(); }
  };

  explicit Task(std::coroutine_handle<promise_type> frame) : frame_(frame) {}
  Task(Task&& other) noexcept : frame_(std::exchange(other.frame_, nullptr)) {}
  ~Task() {
    if (frame_) frame_.destroy();
  }

  std::coroutine_handle<> frame() const { return frame_; }
  bool done() const { return frame_.done(); }
  /// Throws what the task threw.
  void get() const {
    if (frame_.promise().error) std::rethrow_exception(frame_.promise().error);
  }

 private:
  std::coroutine_handle<promise_type> frame_;
};

/// `co_await others_first(executor);` lets other tasks run.
inline auto others_first(Executor& executor) {
  struct Turn : std::suspend_always {
    Executor& executor;
    void await_suspend(std::coroutine_handle<> ready) const { executor.post(ready); }
  };
  return Turn{{}, executor};
}

/// The executor of the tests: a coroutine that is ready is a step of the task that posts it.
class WorldExecutor final : public Executor {
 public:
  explicit WorldExecutor(windtunnel::World& world) : world_(world) {}

  void post(std::coroutine_handle<> ready) override {
    world_.add_step(world_.keep<Resumption>(ready), tornado::CurrentTask::get(), 0, tornado::Touch::nothing,
                    {});
  }

  /// Posts a task that has that name in findings.
  void spawn(std::string_view name, const Task& task) {
    const tornado::CurrentTaskScope scope(world_.steps().add_task(name, tornado::CurrentTask::get()));
    post(task.frame());
  }

 private:
  struct Resumption final : tornado::WaitingStep {
    explicit Resumption(std::coroutine_handle<> ready_in) : WaitingStep(&run), ready(ready_in) {}
    static void run(tornado::WaitingStep& self) { static_cast<Resumption&>(self).ready.resume(); }

    const std::coroutine_handle<> ready;
  };

  windtunnel::World& world_;
};
