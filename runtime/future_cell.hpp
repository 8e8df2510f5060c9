// FutureCell: the state that all copies of one Future share: its result, its exception and the callbacks that
// wait for it. Future<T> is the public interface; the Runner, the loop and the gen helpers work on the
// untyped cell.
#pragma once

#include <cstdint>
#include <exception>
#include <optional>
#include <source_location>
#include <utility>

#include "runtime/errors.hpp"
#include "runtime/memory_pool.hpp"
#include "runtime/observer.hpp"
#include "runtime/ref.hpp"
#include "runtime/waiter.hpp"

namespace tornado {

class IOLoop;

/// The reference-counted state of a Future. Belongs to one thread.
class FutureCell {
 public:
  FutureCell(const FutureCell&) = delete;
  FutureCell& operator=(const FutureCell&) = delete;

  bool done() const { return state_ != State::pending; }
  bool failed() const { return state_ == State::failed; }
  /// Whether it has a result.
  bool succeeded() const { return state_ == State::ready; }
  bool is_moment() const { return moment_; }

  /// The number that observers see; 0 if no observer was attached when it was made.
  std::uint32_t id() const { return id_; }

  /// The exception of a failed Future, otherwise null. Does not count as retrieving it.
  const std::exception_ptr& peek_error() const { return error_; }

  /// The exception of a failed Future, otherwise null; marks it as retrieved (law F10).
  std::exception_ptr retrieve_error(Retriever by);

  /// Sets the exception and runs the callbacks (law F1). If the Future is done, the loop's log is told who
  /// tried to set it, and InvalidStateError is thrown.
  void set_exception(std::exception_ptr error, std::source_location where = std::source_location::current());

  /// Runs `callback(cell)` when the Future is done: at once if it is already (law F4), otherwise inside the
  /// setter, in order (law F1). A callback that still waits when the current loop closes is dropped.
  template <class Function>
  void add_done_callback(Function callback) {
    add_done_callback(current_loop(), std::move(callback));
  }

  /// As above, on behalf of `loop`. If `loop` is null, only the Future drops the callback.
  template <class Function>
  void add_done_callback(IOLoop* loop, Function callback, Takes takes = Takes::nothing) {
    if (done()) return run_at_once(std::move(callback), takes);
    wait(loop, *pool_new<Waiter>(std::move(callback), number_callback(takes)));
  }

  /// Throws NotDoneError while the Future is pending.
  void require_done() const;

  /// Returns true for the first call since unmark(): for code that must visit each of many cells once.
  /// Nothing else may run before the cells are unmarked.
  bool mark() noexcept { return !std::exchange(marked_, true); }
  void unmark() noexcept { marked_ = false; }

  void add_reference() noexcept { ++references_; }
  void remove_reference() noexcept {
    if (--references_ == 0) die();
  }

 protected:
  FutureCell();
  virtual ~FutureCell() = default;

  bool pending() const { return state_ == State::pending; }

  /// If the Future is done, tells the loop's log, and throws InvalidStateError.
  void require_pending(std::source_location where) const {
    if (done()) [[unlikely]]
      refuse_second_setting(where);
  }

  /// Called when the result is there: tells the observer and runs the callbacks.
  void settle_result() { settle(State::ready); }

  /// Makes this the cell of `moment`.
  void become_moment() { moment_ = true; }

 private:
  friend class Runner;

  enum class State : std::uint8_t { pending, ready, failed };

  /// Destroys the cell and frees its memory.
  virtual void destroy() noexcept = 0;

  static IOLoop* current_loop() noexcept;
  std::uint32_t number_callback(Takes takes);
  void run_at_once(CellCallback callback, Takes takes);
  void wait(IOLoop* loop, Waiter& waiter) noexcept;
  void settle(State state);
  void settle_failure(std::exception_ptr error);
  void run_callbacks();
  void run_callback(Waiter& waiter);
  void die() noexcept;
  void bury() noexcept;
  [[noreturn]] static void refuse_second_setting(std::source_location where);

  std::uint32_t references_ = 0;
  std::uint32_t id_ = 0;
  State state_ = State::pending;
  bool retrieved_ = false;
  bool moment_ = false;
  bool marked_ = false;
  std::exception_ptr error_;
  WaiterQueue waiters_;
  FutureCell* next_buried_ = nullptr;  // while it waits to be destroyed
};

/// Represents the result of a Future<void>.
struct Unit {
  constexpr Unit() noexcept = default;
  bool operator==(const Unit&) const = default;
};

/// A cell with room for a result of type T.
template <class T>
class ResultCell final : public FutureCell {
 public:
  static Ref<ResultCell> make() { return Ref<ResultCell>(pool_new<ResultCell>()); }

  /// As set_exception(), for a result.
  template <class U>
  void set_result(U&& value, std::source_location where = std::source_location::current()) {
    require_pending(where);
    value_.emplace(std::forward<U>(value));
    settle_result();
  }

  /// Stores a result that is published later, when the coroutine's frame is gone. If somebody else has set
  /// the Future by then, the result is dropped.
  template <class U>
  void stage(U&& value) {
    if (pending()) value_.emplace(std::forward<U>(value));
  }

  /// Throws ResultTakenError after take().
  T& value() {
    if (!value_) throw ResultTakenError();
    return *value_;
  }

  /// Moves the result out; afterwards value() throws.
  T take() {
    T taken = std::move(value());
    value_.reset();
    return taken;
  }

  /// Makes this the cell of `moment`, which only the Runner treats specially (law G30).
  void mark_as_moment() { become_moment(); }

 private:
  friend ResultCell* pool_new<ResultCell>();
  friend void pool_delete<ResultCell>(ResultCell*) noexcept;

  ResultCell() = default;
  ~ResultCell() override = default;
  void destroy() noexcept override { pool_delete(this); }

  std::optional<T> value_;
};

}  // namespace tornado
