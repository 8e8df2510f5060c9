// Coroutines: a function that returns Future<T> and says `co_yield` is one. `auto value = co_yield future;`
// waits and gives the result or throws, as `yield` does in Tornado. On g++ 12 every co_yield is a statement
// of its own.
#pragma once

#include <coroutine>
#include <type_traits>
#include <utility>

#include "runtime/future.hpp"
#include "runtime/gen/moment.hpp"
#include "runtime/runner.hpp"
#include "runtime/yieldable.hpp"

namespace tornado {

/// What one `co_yield` waits on. A result that can be copied is copied, since others may wait for the same
/// Future; a move-only one is taken. While it waits, the Runner holds the Future: the variable that was
/// yielded may change meanwhile.
template <class T>
class YieldAwaiter {
 public:
  YieldAwaiter(Runner& runner, const Future<T>& future) noexcept
      : runner_(runner), cell_(future.cell().get()) {}

  bool await_ready() const {
    if (!cell_->done() || cell_->is_moment()) return false;
    runner_.go_on_with(*cell_);
    return true;
  }
  void await_suspend(std::coroutine_handle<>) {
    runner_.wait_for(*cell_);
    waited_ = true;
  }
  T await_resume() const {
    Ref<FutureCell> held = release();
    if (cell_->failed()) std::rethrow_exception(cell_->retrieve_error(Retriever::user));
    if constexpr (std::is_void_v<T>) {
      return;
    } else if constexpr (std::copy_constructible<T>) {
      return cell_->value();
    } else {
      return cell_->take();
    }
  }

 protected:
  /// What the Runner held while it waited.
  Ref<FutureCell> release() const { return waited_ ? runner_.take_awaited() : Ref<FutureCell>(); }

 private:
  Runner& runner_;
  typename Future<T>::Cell* cell_;
  bool waited_ = false;
};

/// A Future that is waited for without its outcome being taken: `co_yield settled(future);` neither gives nor
/// throws. For code that looks at the outcome itself, and wants no exception thrown, which costs a
/// microsecond.
template <class T>
struct Settled {
  const Future<T>& future;
};
template <class T>
Settled<T> settled(const Future<T>& future) {
  return {future};
}

/// What `co_yield settled(future)` waits on.
template <class T>
class SettledAwaiter : public YieldAwaiter<T> {
 public:
  using YieldAwaiter<T>::YieldAwaiter;
  void await_resume() const { static_cast<void>(this->release()); }
};

/// `co_return Failure{error};` fails the coroutine's Future as an exception that leaves its body does.
struct Failure {
  explicit Failure(std::exception_ptr error_in) : error(std::move(error_in)) {}
  std::exception_ptr error;
};

/// The same for a Future that was made for this yield.
template <class T>
class ConvertedAwaiter : public YieldAwaiter<T> {
 public:
  ConvertedAwaiter(Runner& runner, Future<T> future) noexcept
      : YieldAwaiter<T>(runner, future), future_(std::move(future)) {}

 private:
  Future<T> future_;
};

/// What `co_yield moment` waits on: the next iteration.
class MomentAwaiter {
 public:
  explicit MomentAwaiter(Runner& runner) noexcept : runner_(runner) {}
  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<>) const { runner_.wait_one_hop(); }
  void await_resume() const noexcept {}

 private:
  Runner& runner_;
};

/// The part of a coroutine's promise that knows how to return.
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

  /// A Future, yielded by name or as a temporary: it lives as long as the yield.
  template <class U>
  auto yield_value(const Future<U>& future) noexcept {
    return YieldAwaiter<U>(*this, future);
  }

  template <class U>
  auto yield_value(const Settled<U>& awaited) noexcept {
    return SettledAwaiter<U>(*this, awaited.future);
  }

  /// One hop (law R3).
  auto yield_value(Moment) noexcept { return MomentAwaiter(*this); }

  /// Anything else that is yieldable. BadYieldError is thrown here, in the coroutine, at its yield (law R4).
  template <Yieldable Y>
  auto yield_value(const Y& value) {
    return ConvertedAwaiter<YieldResult<Y>>(*this, convert_yielded(value));
  }

 private:
  friend class ReturnValue<T>;

  typename Future<T>::Cell& cell() const { return static_cast<typename Future<T>::Cell&>(result()); }
};

inline void ReturnValue<void>::return_void() {
  auto& self = static_cast<CoroutinePromise<void>&>(*this);
  self.cell().stage(Nothing());
  self.returned();
}

}  // namespace tornado
