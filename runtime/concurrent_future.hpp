// ConcurrentFuture: the Future of an executor, set from outside the loop when a worker is done. The
// original's is concurrent.futures.Future.
#pragma once

#include <concepts>
#include <exception>
#include <optional>
#include <type_traits>
#include <utility>

#include "runtime/io_loop.hpp"

namespace tornado {

/// Usable wherever a Future is (law F14), but an exception that nobody looked at is not logged.
template <class T>
class ConcurrentFuture : public Future<T> {
 public:
  ConcurrentFuture() {
    if (IOLoop* loop = IOLoop::current_or_null())
      loop->note(EventKind::concurrent_future, this->cell()->id());
  }

  /// Sets the exception, then runs the callbacks. Throws InvalidStateError if the Future is done.
  void set_exception(std::exception_ptr error,
                     std::source_location where = std::source_location::current()) const {
    Future<T>::set_exception(std::move(error), where);
    static_cast<void>(this->exception());
  }
};

template <class T>
inline constexpr bool is_future<ConcurrentFuture<T>> = true;

template <class T>
inline constexpr bool is_concurrent_future = false;
template <class T>
inline constexpr bool is_concurrent_future<ConcurrentFuture<T>> = true;

/// Sets `future` to the result or exception of `work()`. A BaseException passes through.
template <class AnyFuture, std::invocable Work>
void settle_with(const AnyFuture& future, Work& work) {
  using T = typename AnyFuture::value_type;
  std::exception_ptr error;
  [[maybe_unused]] std::optional<typename AnyFuture::Stored> result;
  try {
    if constexpr (std::is_void_v<T>) {
      work();
    } else {
      result.emplace(work());
    }
  } catch (const BaseException&) {
    throw;
  } catch (...) {
    error = std::current_exception();
  }
  if (error) return future.set_exception(std::move(error));
  if constexpr (std::is_void_v<T>) {
    future.set_result();
  } else {
    future.set_result(std::move(*result));
  }
}

}  // namespace tornado
