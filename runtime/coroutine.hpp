// Coroutines: a function that returns Future<T> and contains `co_yield` or `co_await`, which mean the same.
// `auto value = co_yield future;` waits and gives the result or throws, as `yield` does in Tornado. On g++
// 12, every wait must be a statement of its own.
#pragma once

#include <coroutine>
#include <source_location>
#include <type_traits>
#include <utility>

#include "runtime/future.hpp"
#include "runtime/moment.hpp"
#include "runtime/runner.hpp"
#include "runtime/yieldable.hpp"

namespace tornado {

/// The awaiter of every `co_yield`, without the type of the result. What is waited for is held by the Runner,
/// unless it is done already. A coroutine that gets exceptions from callbacks may get another Future in its
/// place (law R11).
class Awaiter {
 protected:
  explicit Awaiter(Runner& runner) noexcept : runner_(runner) {}

  Runner& runner() const noexcept { return runner_; }

  /// Whether the coroutine continues at once.
  bool ready(FutureCell& cell) const {
    if (!cell.done() || cell.is_moment()) return false;
    runner_.go_on_with(cell);
    return true;
  }

  /// As above, for what is not simply a Future that is waited for: the Runner holds it.
  bool ready(Ref<FutureCell> cell) const { return ready(runner_.hold(std::move(cell))); }

  /// Waits for what the Runner holds, or else for that cell.
  void suspend(FutureCell* cell) const {
    FutureCell* const held = runner_.held();
    runner_.wait_for(held != nullptr ? *held : *cell);
  }

  /// What is done now; null if it is the yielded Future itself.
  Ref<FutureCell> release() const { return runner_.take_awaited(); }

 private:
  Runner& runner_;
};

/// The awaiter of a `co_yield` of a Future. A result that can be copied is copied, because others may wait
/// for the same Future; a move-only result is taken. While it waits, the Runner holds the Future, so the
/// yielded variable may change meanwhile.
template <class T>
class YieldAwaiter : public Awaiter {
 public:
  using Cell = typename Future<T>::Cell;

  YieldAwaiter(Runner& runner, const Future<T>& future) noexcept
      : Awaiter(runner), cell_(future.cell().get()) {}

  bool await_ready() {
    at_once_ = cell_->succeeded() && runner().goes_on_unseen();
    return at_once_ || is_ready_otherwise();
  }
  void await_suspend(std::coroutine_handle<>) { suspend(cell_); }
  T await_resume() {
    if (at_once_) [[likely]]
      return result_of(*cell_);
    return resume_otherwise();
  }

 protected:
  explicit YieldAwaiter(Runner& runner) noexcept : Awaiter(runner) {}

  // The result of a wait that was not ready in the simplest way.
  [[gnu::noinline]] T resume_otherwise() {
    const Ref<FutureCell> held = release();
    FutureCell& done = held.get() != nullptr ? *held : *cell_;
    if (done.failed()) {
      runner().note_thrown();
      std::rethrow_exception(done.retrieve_error(Retriever::user));
    }
    Cell* cell = &done == cell_ ? cell_ : dynamic_cast<Cell*>(&done);
    if (cell == nullptr) throw StackContextInconsistentError("probably");  // law R9, across types
    return result_of(*cell);
  }

 private:
  [[gnu::noinline]] bool is_ready_otherwise() {
    if (runner().in_step()) [[likely]]
      return ready(*cell_);
    return ready(runner().yield_out_of_step([cell = Ref<FutureCell>(cell_)](Runner&) { return cell; }));
  }

  static T result_of(Cell& cell) {
    if constexpr (std::is_void_v<T>) {
      static_cast<void>(cell);
    } else if constexpr (std::copy_constructible<T>) {
      return cell.value();
    } else {
      return cell.take();
    }
  }

  Cell* cell_ = nullptr;
  bool at_once_ = false;  // it was done, and nothing had to be told or held
};

/// Waits for a Future without taking its outcome: `co_yield settled(future);` gives no value and does not
/// throw. For code that looks at the outcome itself, and avoids a throw, which costs a microsecond.
template <class T>
struct [[nodiscard]] Settled {
  const Future<T>& future;
};
template <class T>
Settled<T> settled(const Future<T>& future) {
  return {future};
}

/// The awaiter of `co_yield settled(future)`.
template <class T>
class SettledAwaiter : public YieldAwaiter<T> {
 public:
  using YieldAwaiter<T>::YieldAwaiter;
  void await_resume() const {
    const Ref<FutureCell> held = this->release();
    if (held.get() != nullptr && held->failed()) this->runner().note_thrown();
  }
};

/// Thrown by code that handles a yield, to lose the coroutine with that error.
struct Lost {
  std::exception_ptr error;
};

/// Yielded by coroutines of dynamic types: `auto done = co_yield Dynamic(handle);` waits for the Future that
/// `handle(runner)` returns, and gives that Future or the one that took its place. If `handle` throws
/// anything but BadYieldError, or an error wrapped in a Lost, the coroutine is lost (law R4).
struct [[nodiscard]] Dynamic {
  explicit Dynamic(Yielded handle_in) : handle(std::move(handle_in)) {}
  mutable Yielded handle;
};

/// The awaiter of `co_yield Dynamic(...)`.
class DynamicAwaiter : public Awaiter {
 public:
  DynamicAwaiter(Runner& runner, Yielded& handle) noexcept : Awaiter(runner), handle_(handle) {}

  bool await_ready();
  void await_suspend(std::coroutine_handle<>);
  Ref<FutureCell> await_resume();

 private:
  Yielded& handle_;
  std::exception_ptr lost_;
};

/// `co_return Failure{error};` fails the coroutine's Future, as an exception that leaves its body does.
struct Failure {
  explicit Failure(std::exception_ptr error_in) : error(std::move(error_in)) {}
  std::exception_ptr error;
};

/// As above, for a value that becomes a Future when it is yielded; it lives as long as the yield.
template <class T, class Y>
class ConvertedAwaiter : public YieldAwaiter<T> {
 public:
  ConvertedAwaiter(Runner& runner, const Y& value) noexcept : YieldAwaiter<T>(runner), value_(value) {}

  bool await_ready() {
    Yielded yielded([value = value_](Runner& runner) { return future_of(runner, value); });
    Runner& runner = this->runner();
    return this->ready(runner.in_step() ? runner.handle(yielded)
                                        : runner.yield_out_of_step(std::move(yielded)));
  }
  void await_suspend(std::coroutine_handle<>) { this->suspend(nullptr); }

 private:
  static Ref<FutureCell> future_of(Runner& runner, const Y& value) {
    if constexpr (StartedByYield<Y>) {
      return start_yielded(runner, value).future;
    } else {
      return Ref<FutureCell>(convert_yielded(value).cell().get());
    }
  }

  const Y& value_;
};

/// The awaiter of `co_yield moment`: waits for the next iteration.
class MomentAwaiter : public YieldAwaiter<void> {
 public:
  explicit MomentAwaiter(Runner& runner) noexcept : YieldAwaiter<void>(runner) {}

  bool await_ready() {
    hops_ = runner().in_step() && runner().extension() == nullptr;
    return !hops_ && is_ready();
  }
  void await_suspend(std::coroutine_handle<>) {
    if (hops_) [[likely]]
      return runner().hop();
    suspend(nullptr);
  }
  void await_resume() {
    if (!hops_) resume_otherwise();
  }

 private:
  bool is_ready();

  bool hops_ = false;  // it waits for no Future
};

/// A value that has an awaiter of its own, which waits for something other than a Future (Runner::suspend).
template <class Y>
concept SelfAwaiting = requires(const Y& value, Runner& runner) { value.awaiter(runner); };

/// The part of a coroutine's promise that handles return.
template <class T>
class ReturnValue {
 public:
  template <class U = T>
    requires std::constructible_from<T, U&&>
  void return_value(U&& value) {
    auto& self = static_cast<CoroutinePromise<T>&>(*this);
    self.cell().stage(std::forward<U>(value));
    self.returned();
  }
  void return_value(Failure failure) {
    static_cast<CoroutinePromise<T>&>(*this).failed(std::move(failure.error));
  }
};

template <>
class ReturnValue<void> {
 public:
  void return_void();
};

/// The promise of a coroutine that returns Future<T>.
template <class T>
class CoroutinePromise final : public Runner, public ReturnValue<T> {
 public:
  // No other constructor: a compiler would offer it the coroutine's parameters.
  CoroutinePromise()
      : Runner(std::coroutine_handle<CoroutinePromise>::from_promise(*this),
               Ref<FutureCell>(Future<T>::Cell::make().get())) {}

  Future<T> get_return_object() const noexcept { return Future<T>(Ref<typename Future<T>::Cell>(&cell())); }

  /// `co_yield value` and `co_await value` wait. `place` is where, for people.
  template <class Y>
  auto yield_value(const Y& value, std::source_location place = std::source_location::current()) noexcept {
    this->waits_at(place);
    return awaiter_of(value);
  }
  template <class Y>
  auto await_transform(const Y& value,
                       std::source_location place = std::source_location::current()) noexcept {
    this->waits_at(place);
    return awaiter_of(value);
  }

 private:
  friend class ReturnValue<T>;

  // A Future, by name or as a temporary; a temporary lives as long as the yield.
  template <class U>
  auto awaiter_of(const Future<U>& future) noexcept {
    return YieldAwaiter<U>(*this, future);
  }

  template <class U>
  auto awaiter_of(const Settled<U>& awaited) noexcept {
    return SettledAwaiter<U>(*this, awaited.future);
  }

  // One hop (law R3).
  auto awaiter_of(Moment) noexcept { return MomentAwaiter(*this); }

  // Any other yieldable. BadYieldError is thrown here, in the coroutine, at its yield (law R4).
  template <Yieldable Y>
  auto awaiter_of(const Y& value) noexcept {
    return ConvertedAwaiter<YieldResult<Y>, Y>(*this, value);
  }

  // A value that cooperates with the coroutine, such as a YieldPoint (laws R10 to R14, G24).
  template <StartedByYield Y>
  auto awaiter_of(const Y& value) noexcept {
    return ConvertedAwaiter<StartedResult<Y>, Y>(*this, value);
  }

  template <SelfAwaiting Y>
  auto awaiter_of(const Y& value) noexcept {
    return value.awaiter(*this);
  }

  auto awaiter_of(const Dynamic& yielded) noexcept { return DynamicAwaiter(*this, yielded.handle); }

  template <class Y>
  auto awaiter_of(const Y& /*value*/) noexcept {
    static_assert(
        is_future<Y>,
        "a coroutine waits for a Future, a vector, tuple or map of Futures, `moment`, or a step of a "
        "World; this is none of them");
    return std::suspend_never();
  }

  typename Future<T>::Cell& cell() const { return static_cast<typename Future<T>::Cell&>(result()); }
};

/// Refuses a wait in a coroutine of another kind, which has no Runner.
template <class T>
std::suspend_never operator co_await(const Future<T>& /*future*/) {
  static_assert(sizeof(Future<T>) == 0, "only a coroutine that returns a Future waits for a Future");
  return {};
}

inline void ReturnValue<void>::return_void() {
  auto& self = static_cast<CoroutinePromise<void>&>(*this);
  self.cell().stage(Unit());
  self.returned();
}

}  // namespace tornado
