// What all copies of one Future share: its state, its exception and the callbacks that wait for it. Future<T>
// is the public face; the untyped cell is what the Runner, the loop and the gen helpers work on.
#pragma once

#include <cstdint>
#include <exception>
#include <optional>
#include <utility>
#include <vector>

#include "runtime/errors.hpp"
#include "runtime/memory_pool.hpp"
#include "runtime/observer.hpp"
#include "runtime/unique_function.hpp"

namespace tornado {

class FutureCell;
class IOLoop;

/// A callback of a Future; it gets the cell that has just been set.
using CellCallback = UniqueFunction<void(FutureCell&)>;

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

  /// Runs `callback` when done: at once if it is already (law F4), else inside the setter, in order (law F1).
  void add_done_callback(CellCallback callback);

  /// Throws NotDoneError while it is pending.
  void require_done() const;

  /// Drops what waits for it, unrun. For a loop that goes.
  void drop_callbacks() noexcept { callbacks_.clear(); }

  void add_reference() noexcept { ++references_; }
  void remove_reference() noexcept {
    if (--references_ == 0) die();
  }

 protected:
  FutureCell();
  virtual ~FutureCell() = default;

  /// Throws InvalidStateError if it is done.
  void require_pending() const;

  /// The state is now final: tells the observer and runs the callbacks.
  void settle_result();

  /// Makes this the cell of `moment`.
  void become_moment() { moment_ = true; }

  bool pending() const { return state_ == State::pending; }

 private:
  friend class Runner;
  friend class WaitingCells;

  enum class State : std::uint8_t { pending, ready, failed };

  struct Waiter {
    CellCallback callback;
    std::uint32_t number;
  };

  /// Destroys the cell and frees its memory.
  virtual void destroy() noexcept = 0;

  void settle(State state);
  void settle_failure(std::exception_ptr error);
  void run_callbacks();
  void run_callback(Waiter& waiter);
  void die() noexcept;

  std::uint32_t references_ = 0;
  std::uint32_t id_ = 0;
  State state_ = State::pending;
  bool retrieved_ = false;
  bool moment_ = false;
  std::exception_ptr error_;
  std::vector<Waiter> callbacks_;
  // A pending cell with callbacks is known to the loop that was current when the first was added, so that the
  // loop can drop them when it goes: a callback that holds its own Future would else keep both for ever.
  FutureCell** waiting_link_ = nullptr;
  FutureCell* waiting_next_ = nullptr;

  void join_waiting();
  void leave_waiting() noexcept;
};

/// The cells that wait on behalf of a loop; an intrusive list.
class WaitingCells {
 public:
  void add(FutureCell& cell) noexcept;
  /// Drops the callbacks of all of them.
  void drop_all() noexcept;

 private:
  FutureCell* head_ = nullptr;
};

/// A counted reference to a cell.
template <class Cell>
class Ref {
 public:
  Ref() noexcept = default;
  explicit Ref(Cell* cell) noexcept : cell_(cell) {
    if (cell_ != nullptr) cell_->add_reference();
  }
  Ref(const Ref& other) noexcept : Ref(other.cell_) {}
  Ref(Ref&& other) noexcept : cell_(std::exchange(other.cell_, nullptr)) {}
  Ref& operator=(Ref other) noexcept {
    std::swap(cell_, other.cell_);
    return *this;
  }
  ~Ref() {
    if (cell_ != nullptr) cell_->remove_reference();
  }
  Cell* get() const noexcept { return cell_; }
  Cell* operator->() const noexcept { return cell_; }
  Cell& operator*() const noexcept { return *cell_; }
  explicit operator bool() const noexcept { return cell_ != nullptr; }
  bool operator==(const Ref&) const = default;

 private:
  Cell* cell_ = nullptr;
};

/// Stands for the result of a Future<void>.
struct Nothing {
  Nothing() noexcept = default;
};

/// The cell of a Future whose result is stored as a T.
template <class T>
class ResultCell final : public FutureCell {
 public:
  static Ref<ResultCell> make() { return Ref<ResultCell>(pool_new<ResultCell>()); }

  /// Sets the result and runs the callbacks (law F1). Throws InvalidStateError if it is done.
  template <class U>
  void set_result(U&& value) {
    require_pending();
    stage(std::forward<U>(value));
    settle_result();
  }

  /// Keeps the result until the coroutine that returned it is gone; nobody sees it before. A cell that was
  /// set by somebody else meanwhile keeps what it has.
  template <class U>
  void stage(U&& value) {
    if (pending()) value_.emplace(std::forward<U>(value));
  }

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
