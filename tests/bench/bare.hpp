// What hops are compared with: coroutines that a bare loop resumes from a ring buffer of handles, without
// anything in between.
#pragma once

#include <coroutine>
#include <cstddef>
#include <exception>
#include <memory>
#include <utility>

namespace windtunnel::bench {

/// A ring of handles; its size is fixed and a power of two.
class BareLoop {
 public:
  explicit BareLoop(std::size_t capacity)
      : slots_(std::make_unique<std::coroutine_handle<>[]>(capacity)), mask_(capacity - 1) {}

  void push(std::coroutine_handle<> handle) { slots_[tail_++ & mask_] = handle; }
  void run(std::size_t hops) {
    for (; hops > 0; --hops) slots_[head_++ & mask_].resume();
  }

 private:
  std::unique_ptr<std::coroutine_handle<>[]> slots_;
  std::size_t mask_;
  std::size_t head_ = 0;
  std::size_t tail_ = 0;
};

/// A coroutine that starts at once and is destroyed by the owner of this object.
class BareTask {
 public:
  struct promise_type {
    BareTask get_return_object() {
      return BareTask(std::coroutine_handle<promise_type>::from_promise(*this));
    }
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() { std::terminate(); }
  };

  BareTask(BareTask&& other) noexcept : handle_(std::exchange(other.handle_, nullptr)) {}
  BareTask& operator=(BareTask&&) = delete;
  ~BareTask() {
    if (handle_) handle_.destroy();
  }

 private:
  explicit BareTask(std::coroutine_handle<> handle) : handle_(handle) {}
  std::coroutine_handle<> handle_;
};

/// Goes to the back of the ring.
class BareHop {
 public:
  explicit BareHop(BareLoop& loop) : loop_(loop) {}
  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> handle) const { loop_.push(handle); }
  void await_resume() const noexcept {}

 private:
  BareLoop& loop_;
};

/// An awaiter that is always ready.
class BareReady {
 public:
  explicit BareReady(const int& value) : value_(value) {}
  bool await_ready() const noexcept { return true; }
  void await_suspend(std::coroutine_handle<>) const {}
  int await_resume() const noexcept { return value_; }

 private:
  const int& value_;
};

}  // namespace windtunnel::bench
