#include "runtime/future_cell.hpp"

#include <cassert>

#include "runtime/io_loop.hpp"

namespace tornado {

namespace {

// How deep callbacks of Futures may set each other off: what Python's recursion limit is to the original.
constexpr int nesting_limit = 1000;
constinit thread_local int nesting = 0;

// The dead cells that wait to be destroyed, while one is being destroyed.
constinit thread_local FutureCell* buried = nullptr;
constinit thread_local bool burying = false;

struct Nesting {
  Nesting() { ++nesting; }
  ~Nesting() { --nesting; }
};

}  // namespace

FutureCell::FutureCell() {
  if (IOLoop* loop = IOLoop::current_or_null(); loop != nullptr && loop->observer() != nullptr) {
    id_ = loop->numbers().future++;
  }
}

void FutureCell::require_done() const {
  if (!done()) throw NotDoneError();
}

void FutureCell::require_pending() const {
  if (done()) throw InvalidStateError();
}

std::exception_ptr FutureCell::retrieve_error(Retriever by) {
  retrieved_ = true;
  if (id_ != 0 && error_) {
    if (Observer* observer = IOLoop::current_observer()) {
      observer->record(EventKind::future_retrieved, id_, observer->number_of(error_),
                       static_cast<std::uint8_t>(by));
    }
  }
  return error_;
}

void FutureCell::set_exception(std::exception_ptr error) {
  require_pending();
  settle_failure(std::move(error));
}

void FutureCell::settle_failure(std::exception_ptr error) {
  assert(error);
  error_ = std::move(error);
  settle(State::failed);
}

void FutureCell::settle_result() {
  settle(State::ready);
}

void FutureCell::settle(State state) {
  state_ = state;
  if (id_ != 0) {
    if (Observer* observer = IOLoop::current_observer()) {
      observer->record(EventKind::future_set, id_, state == State::failed ? observer->number_of(error_) : 0);
    }
  }
  if (!callbacks_.empty()) run_callbacks();
}

void FutureCell::run_callbacks() {
  leave_waiting();
  Ref<FutureCell> keep(this);
  std::vector<Waiter> callbacks = std::exchange(callbacks_, {});
  Nesting level;
  for (Waiter& waiter : callbacks) run_callback(waiter);
}

void FutureCell::run_callback(Waiter& waiter) {
  Observer* observer = id_ != 0 ? IOLoop::current_observer() : nullptr;
  if (observer != nullptr) observer->record(EventKind::future_callback_begin, id_, waiter.number);
  std::exception_ptr escaped;
  try {
    if (nesting > nesting_limit) throw NestingError();
    waiter.callback(*this);
  } catch (const BaseException&) {
    throw;
  } catch (...) {
    escaped = std::current_exception();
  }
  if (observer != nullptr)
    observer->record(EventKind::future_callback_end, id_, observer->number_of(escaped));
  if (escaped) log_error(ErrorKind::callback, escaped);
}

void FutureCell::add_done_callback(CellCallback callback) {
  Observer* observer = id_ != 0 ? IOLoop::current_observer() : nullptr;
  std::uint32_t number = 0;
  if (observer != nullptr) {
    number = IOLoop::current_or_null()->numbers().future_callback++;
    observer->record(EventKind::future_callback_added, id_, number);
  }
  if (!done()) {
    if (callbacks_.empty()) join_waiting();
    callbacks_.push_back(Waiter{std::move(callback), number});
    return;
  }
  // What it throws is the caller's (law F4): it does not escape into the log, so the end is told without it.
  struct End {
    Observer* observer;
    std::uint32_t id;
    ~End() {
      if (observer != nullptr) observer->record(EventKind::future_callback_end, id, 0);
    }
  } end{observer, id_};
  if (observer != nullptr) observer->record(EventKind::future_callback_begin, id_, number);
  Ref<FutureCell> keep(this);
  callback(*this);
}

void FutureCell::join_waiting() {
  if (IOLoop* loop = IOLoop::current_or_null()) loop->waiting_cells().add(*this);
}

void FutureCell::leave_waiting() noexcept {
  if (waiting_link_ == nullptr) return;
  *waiting_link_ = waiting_next_;
  if (waiting_next_ != nullptr) waiting_next_->waiting_link_ = waiting_link_;
  waiting_link_ = nullptr;
}

void FutureCell::die() noexcept {
  leave_waiting();
  if (failed() && !retrieved_) {
    if (id_ != 0) {
      if (Observer* observer = IOLoop::current_observer()) {
        observer->record(EventKind::future_unretrieved, id_, observer->number_of(error_));
      }
    }
    log_unretrieved(error_);
  }
  bury();
}

// A dead cell may hold the last reference to the next one, and so on: destroying them one inside the other would overflow the
// stack.
void FutureCell::bury() noexcept {
  waiting_next_ = std::exchange(buried, this);
  if (burying) return;
  burying = true;
  while (buried != nullptr) std::exchange(buried, buried->waiting_next_)->destroy();
  burying = false;
}

void WaitingCells::add(FutureCell& cell) noexcept {
  cell.waiting_next_ = head_;
  cell.waiting_link_ = &head_;
  if (head_ != nullptr) head_->waiting_link_ = &cell.waiting_next_;
  head_ = &cell;
}

void WaitingCells::drop_all() noexcept {
  while (head_ != nullptr) {
    Ref<FutureCell> cell(head_);
    cell->leave_waiting();
    cell->drop_callbacks();
  }
}

}  // namespace tornado
