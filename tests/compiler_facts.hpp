// The coroutine that the tests of compiler facts run. It works like the runtime's own, but is small and
// records what happens in a trail, from which a test reads the fact.
#pragma once

#include <coroutine>
#include <exception>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace compiler_facts {

using Trail = std::vector<std::string>;

inline Trail trail;                                  // what happened, in order
inline std::vector<std::coroutine_handle<>> frames;  // the live frames, oldest first

/// An object that counts the live objects of its kind; a named one records its destruction in the trail.
class Counted {
 public:
  explicit Counted(std::string name = {}) : name_(std::move(name)) { ++live; }
  Counted(const Counted& other) : name_(other.name_) { ++live; }
  Counted(Counted&& other) noexcept : name_(std::exchange(other.name_, {})) {
    ++live;
    ++moves;
  }
  Counted& operator=(const Counted&) = delete;
  Counted& operator=(Counted&&) = delete;
  ~Counted() {
    --live;
    if (!name_.empty()) trail.push_back("~" + name_);
  }

  static inline int live = 0;
  static inline int moves = 0;

 private:
  std::string name_;
};

/// A result that can be waited for, shared by value. Opening it resumes the coroutine that waits.
class Gate {
 public:
  Gate() : state_(std::make_shared<State>()) {}
  explicit Gate(int value) : Gate() { open(value); }

  void open(int value) const {
    const std::shared_ptr<State> state = state_;
    state->open = true;
    state->value = value;
    if (state->waiter) std::exchange(state->waiter, nullptr).resume();
  }
  bool is_open() const { return state_->open; }
  int value() const { return state_->value; }
  void wait(std::coroutine_handle<> waiter) const { state_->waiter = waiter; }

 private:
  struct State {
    bool open = false;
    int value = 0;
    std::coroutine_handle<> waiter;
  };
  std::shared_ptr<State> state_;
};

/// The address of an awaiter at each of its steps.
struct Addresses {
  const void* ready = nullptr;
  const void* suspend = nullptr;
  const void* resume = nullptr;
  const void* destroyed = nullptr;
};

inline Addresses awaiter_at;
inline int line_of_yield = 0;

class GateAwaiter {
 public:
  explicit GateAwaiter(Gate gate) : gate_(std::move(gate)) {}
  GateAwaiter(const GateAwaiter&) = delete;
  GateAwaiter& operator=(const GateAwaiter&) = delete;
  ~GateAwaiter() { awaiter_at.destroyed = this; }

  bool await_ready() const {
    awaiter_at.ready = this;
    return gate_.is_open();
  }
  void await_suspend(std::coroutine_handle<> frame) const {
    awaiter_at.suspend = this;
    gate_.wait(frame);
  }
  int await_resume() const {
    awaiter_at.resume = this;
    return gate_.value();
  }

 private:
  Gate gate_;
  Counted counted_;
};

/// How a Task ended, as seen at the moment when its outcome was published.
struct Outcome {
  bool published = false;
  int value = 0;
  std::exception_ptr error;
  std::size_t frames_then = 0;
  int counted_then = 0;
  Gate gate;
};

/// A coroutine like the runtime's: it starts at once, waits by co_yield, and at its end destroys its own
/// frame before it publishes its outcome.
class Task {
 public:
  struct promise_type;
  using Frame = std::coroutine_handle<promise_type>;

  explicit Task(std::shared_ptr<Outcome> outcome) : outcome_(std::move(outcome)), made_at_(this) {
    trail.push_back("return object");
  }
  Task(const Task&) = delete;
  Task& operator=(const Task&) = delete;

  const Outcome& outcome() const { return *outcome_; }
  const void* made_at() const { return made_at_; }

 private:
  std::shared_ptr<Outcome> outcome_;
  const void* made_at_;
};

struct Task::promise_type {
  struct Last {
    bool await_ready() const noexcept { return false; }
    void await_suspend(Frame frame) const noexcept {
      const std::shared_ptr<Outcome> outcome = std::move(frame.promise().own);
      frame.destroy();
      outcome->published = true;
      outcome->frames_then = frames.size();
      outcome->counted_then = Counted::live;
      outcome->gate.open(outcome->value);
    }
    void await_resume() const noexcept {}
  };

  promise_type() { frames.push_back(Frame::from_promise(*this)); }
  promise_type(const promise_type&) = delete;
  promise_type& operator=(const promise_type&) = delete;
  ~promise_type() {
    std::erase(frames, std::coroutine_handle<>(Frame::from_promise(*this)));
    trail.push_back("~promise");
  }

  Task get_return_object() { return Task(own); }
  std::suspend_never initial_suspend() noexcept { return {}; }
  Last final_suspend() noexcept {
    trail.push_back("final_suspend");
    return {};
  }
  void return_value(int value) {
    own->value = value;
    trail.push_back("return_value");
  }
  void unhandled_exception() noexcept { own->error = std::current_exception(); }
  GateAwaiter yield_value(const Gate& gate, int line = __builtin_LINE()) {
    line_of_yield = line;
    return GateAwaiter(gate);
  }

  std::shared_ptr<Outcome> own = std::make_shared<Outcome>();
};

inline void destroy_frames_newest_first() {
  while (!frames.empty()) frames.back().destroy();
}

}  // namespace compiler_facts
