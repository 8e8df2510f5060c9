// Future<T>: a result that may not be available yet. It is handle and promise in one, shared by value, as in
// Tornado: every copy can be waited for and can be set. Callbacks run inside the setter, in the order in
// which they were registered.
#pragma once

#include <concepts>
#include <exception>
#include <source_location>
#include <type_traits>
#include <utility>

#include "runtime/future_cell.hpp"

namespace tornado {

template <class T>
class CoroutinePromise;

/// A shared handle to a result of type T, to an exception, or to neither yet. `Future<T>()` is a new, pending
/// Future. T may be void or move-only. It is also the return type of a coroutine. A moved-from Future may
/// only be assigned or destroyed.
template <class T = void>
class [[nodiscard]] Future {
 public:
  using value_type = T;
  /// How the result is stored.
  using Stored = std::conditional_t<std::is_void_v<T>, Unit, T>;
  using promise_type = CoroutinePromise<T>;
  using Cell = ResultCell<Stored>;

  Future() : cell_(Cell::make()) {}
  explicit Future(Ref<Cell> cell) noexcept : cell_(std::move(cell)) {}
  Future(const Future&) noexcept = default;
  Future(Future&&) noexcept = default;
  Future& operator=(const Future&) noexcept = default;
  Future& operator=(Future&&) noexcept = default;
  ~Future() = default;

  bool done() const { return cell_->done(); }
  bool running() const { return !done(); }

  /// Tornado Futures cannot be cancelled: returns false and changes nothing (law F12).
  bool cancel() const { return false; }
  bool cancelled() const { return false; }

  /// The result. Rethrows the exception of a failed Future, which counts as retrieving it (law F10). Throws
  /// NotDoneError while the Future is pending (law F9), and ResultTakenError after take(). The reference is
  /// valid as long as a copy of the Future exists.
  decltype(auto) result() const {
    if (std::exception_ptr error = exception()) std::rethrow_exception(std::move(error));
    if constexpr (!std::is_void_v<T>) return std::as_const(cell_->value());
  }

  /// Like result(), but moves the result out: use it for a move-only result.
  T take() const {
    if (std::exception_ptr error = exception()) std::rethrow_exception(std::move(error));
    if constexpr (!std::is_void_v<T>) return cell_->take();
  }

  /// The exception of a failed Future, otherwise null; counts as retrieving it. Throws NotDoneError while the
  /// Future is pending.
  std::exception_ptr exception() const {
    cell_->require_done();
    return cell_->failed() ? cell_->retrieve_error(Retriever::user) : nullptr;
  }

  /// Runs `fn(future)` when the Future is done: inside the setter, in order; or at once if it is done
  /// already, and then an exception from fn goes to the caller (laws F1 to F5).
  template <std::invocable<Future> Function>
  void add_done_callback(Function fn) const {
    cell_->add_done_callback([fn = std::move(fn)](FutureCell& cell) mutable {
      static_cast<void>(fn(Future(Ref<Cell>(static_cast<Cell*>(&cell)))));
    });
  }

  /// Sets the result, then runs the callbacks. Throws InvalidStateError, and changes nothing, if the Future
  /// is done.
  template <class U = Stored>
    requires(!std::is_void_v<T> && std::constructible_from<Stored, U &&>)
  void set_result(U&& value, std::source_location where = std::source_location::current()) const {
    cell_->set_result(std::forward<U>(value), where);
  }
  void set_result(std::source_location where = std::source_location::current()) const
    requires std::is_void_v<T>
  {
    cell_->set_result(Unit(), where);
  }

  /// Sets the exception, then runs the callbacks. Throws InvalidStateError if the Future is done.
  void set_exception(std::exception_ptr error,
                     std::source_location where = std::source_location::current()) const {
    cell_->set_exception(std::move(error), where);
  }
  template <class Error>
    requires std::derived_from<std::decay_t<Error>, std::exception>
  void set_exception(Error&& error, std::source_location where = std::source_location::current()) const {
    set_exception(std::make_exception_ptr(std::forward<Error>(error)), where);
  }

  /// Whether both are the same Future, not only equal results.
  bool operator==(const Future&) const = default;

  /// For the other parts of the runtime.
  const Ref<Cell>& cell() const noexcept { return cell_; }

 private:
  Ref<Cell> cell_;
};

template <class T>
inline constexpr bool is_future = false;
template <class T>
inline constexpr bool is_future<Future<T>> = true;

/// A done Future with that result.
template <class T>
Future<std::decay_t<T>> done_future(T&& value) {
  Future<std::decay_t<T>> future;
  future.set_result(std::forward<T>(value));
  return future;
}

/// A done Future with that exception.
template <class T>
Future<T> failed_future(std::exception_ptr error) {
  Future<T> future;
  future.set_exception(std::move(error));
  return future;
}

/// Sets `future` to an empty result, a default-constructed T.
template <class T>
void set_nothing(const Future<T>& future, std::source_location where = std::source_location::current()) {
  if constexpr (std::is_void_v<T>) {
    future.set_result(where);
  } else {
    future.set_result(T(), where);
  }
}

}  // namespace tornado
