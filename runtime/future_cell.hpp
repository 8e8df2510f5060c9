// What all copies of one Future share: its state, its exception and the callbacks that wait for it. Future<T>
// is the public face; the untyped cell is what the Runner, the loop and the gen helpers work on.
#pragma once

#include <cstdint>
#include <exception>
#include <optional>
#include <utility>

#include "runtime/errors.hpp"
#include "runtime/memory_pool.hpp"
#include "runtime/observer.hpp"
#include "runtime/ref.hpp"
#include "runtime/waiter.hpp"

namespace tornado {

class IOLoop;

/// The shared, reference-counted state of a Future. Belongs to one thread.
class FutureCell {
 public:
  FutureCell(const FutureCell&) = delete;
  FutureCell& operator=(const FutureCell&) = delete;

  bool done() const { return state_ != State::pending; }
  bool failed() const { return state_ == State::failed; }
  bool is_moment() const { return moment_; }

  /// The number by which observers know it; 0 where nobody watched its making.
  std::uint32_t id() const { return id_; }

  /// The exception of a failed Future, else null. Does not count as looking at it.
  const std::exception_ptr& peek_error() const { return error_; }

  /// The exception of a done Future, or null; looking at it marks it as retrieved (law F10).
  std::exception_ptr retrieve_error(Retriever by);

  /// Fails it and runs its callbacks (law F1). Throws InvalidStateError if it is done.
  void set_exception(std::exception_ptr error);

  /// Runs `callback(cell)` when done: at once if it is already (law F4), else inside the setter, in order
  /// (law F1). A callback that still waits when the current loop closes is dropped.
  template <class Function>
  void add_done_callback(Function callback) {
    add_done_callback(current_loop(), std::move(callback));
  }

  /// The same on behalf of `loop`; null for no loop, and then nothing but the Future drops the callback.
  template <class Function>
  void add_done_callback(IOLoop* loop, Function callback, Takes takes = Takes::nothing) {
    if (done()) return run_at_once(std::move(callback), takes);
    wait(loop, *pool_new<Waiter>(std::move(callback), number_callback(takes)));
  }

  /// Throws NotDoneError while it is pending.
  void require_done() const;

  /// Whether this is the first call since unmark(): for whoever must meet each of many cells once. Nothing
  /// else may run before they are unmarked.
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

  /// Throws InvalidStateError if it is done.
  void require_pending() const;

  /// The result is there: tells the observer and runs the callbacks.
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

/// What stands for the result of a Future<void>.
struct Nothing {
  constexpr Nothing() noexcept = default;
  bool operator==(const Nothing&) const = default;
};

/// A cell with room for a result of type T.
template <class T>
class ResultCell final : public FutureCell {
 public:
  static Ref<ResultCell> make() { return Ref<ResultCell>(pool_new<ResultCell>()); }

  /// Throws InvalidStateError if it is done.
  template <class U>
  void set_result(U&& value) {
    require_pending();
    value_.emplace(std::forward<U>(value));
    settle_result();
  }

  /// Stores a result that is published later, when the coroutine's frame is gone. If somebody else has set
  /// the Future, the result is dropped.
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
