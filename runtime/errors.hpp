// The exceptions that the runtime itself raises, and the one distinction that it makes among the user's: a
// BaseException passes through everything; any other exception belongs to the Future or callback in which it
// was raised.
#pragma once

#include <atomic>
#include <exception>
#include <stdexcept>
#include <string>

namespace tornado {

/// An exception that no callback, Future or coroutine keeps (Python's KeyboardInterrupt and SystemExit). It
/// leaves set_result, the coroutine's caller or start(), whatever is running (laws F6, G4). Derive from it to
/// end a run from inside.
class BaseException : public std::exception {
 public:
  BaseException() noexcept { made_.store(true, std::memory_order_relaxed); }
  const char* what() const noexcept override { return "tornado::BaseException"; }

  /// Whether the program has ever made one; coroutines check this to avoid throwing ordinary exceptions a
  /// second time.
  static bool any() noexcept { return made_.load(std::memory_order_relaxed); }

 private:
  static constinit inline std::atomic<bool> made_ = false;
};

/// Something took too long. The message is Tornado's: "Timeout" from with_timeout and what is built on it,
/// "Operation timed out after ..." from run_sync, none from semaphores, locks and queues.
class TimeoutError : public std::runtime_error {
 public:
  explicit TimeoutError(const std::string& message = "Timeout") : std::runtime_error(message) {}
};

/// The yielded value is not yieldable. The compiler refuses wrong static types; this is for values of dynamic
/// types.
class BadYieldError : public std::logic_error {
 public:
  using std::logic_error::logic_error;
};

/// A Future was set twice (laws F7 and F8, where this runtime is stricter than the original).
class InvalidStateError : public std::logic_error {
 public:
  InvalidStateError() : std::logic_error("the Future is already done") {}
};

/// result() or exception() of a pending Future (law F9).
class NotDoneError : public std::logic_error {
 public:
  NotDoneError() : std::logic_error("DummyFuture does not support blocking for results") {}
};

/// The result of a Future of a move-only type was taken already.
class ResultTakenError : public std::logic_error {
 public:
  ResultTakenError() : std::logic_error("the Future's move-only result was already taken") {}
};

/// The stack contexts at the end of a block, or of a coroutine's step, are not those that must be current
/// there (laws G7, R9, S8).
class StackContextInconsistentError : public std::logic_error {
 public:
  /// `certainty` is the original's word: "probably" from the Runner, "may be" from a context's own end.
  explicit StackContextInconsistentError(const std::string& certainty)
      : std::logic_error("stack_context inconsistency (" + certainty +
                         " caused by yield within a \"with StackContext\" block)") {}
};

/// A coroutine ended without waiting for all its gen::Callbacks (law R13).
class LeakedCallbackError : public std::logic_error {
 public:
  using std::logic_error::logic_error;
};

/// A gen::Wait for a key that no gen::Callback has (law G33).
class UnknownKeyError : public std::logic_error {
 public:
  using std::logic_error::logic_error;
};

/// The result of a gen::Callback was taken twice, or before there was one, by a YieldPoint that its coroutine
/// did not wait for any more (the original raises KeyError).
class MissingResultError : public std::logic_error {
 public:
  using std::logic_error::logic_error;
};

/// The key of a gen::Callback is pending already (law G33).
class KeyReuseError : public std::logic_error {
 public:
  using std::logic_error::logic_error;
};

/// A result where only None is allowed: from an engine (law G6) or from a function under return_future (law
/// F16).
class ReturnValueIgnoredError : public std::logic_error {
 public:
  using std::logic_error::logic_error;
};

/// A result came for a YieldPoint whose coroutine is running, or waits for something of another type (law
/// R14; the original raises AttributeError).
class StaleYieldPointError : public std::logic_error {
 public:
  StaleYieldPointError() : std::logic_error("the coroutine does not wait for this YieldPoint any more") {}
};

/// Callbacks of Futures set each other off too deeply; the next one is not called.
class NestingError : public std::runtime_error {
 public:
  NestingError() : std::runtime_error("maximum nesting of Future callbacks exceeded") {}
};

/// WaitIterator was given the same Future twice (law G31).
class DuplicateFutureError : public std::logic_error {
 public:
  DuplicateFutureError() : std::logic_error("the same Future twice in a WaitIterator") {}
};

}  // namespace tornado
