#include "runtime/future_cell.hpp"

#include <cassert>

#include "runtime/io_loop.hpp"

namespace tornado {

namespace {

// How deeply callbacks of Futures may set each other off; the original is limited by Python's recursion
// limit.
constexpr int nesting_limit = 1000;
constinit thread_local int nesting = 0;

// The dead cells that wait to be destroyed while another one is being destroyed.
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

void FutureCell::refuse_second_setting(std::source_location where) {
  if (IOLoop* loop = IOLoop::current_or_null()) loop->log_second_setting(where);
  throw InvalidStateError();
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

void FutureCell::set_exception(std::exception_ptr error, std::source_location where) {
  require_pending(where);
  settle_failure(std::move(error));
}

void FutureCell::settle_failure(std::exception_ptr error) {
  assert(error);
  error_ = std::move(error);
  settle(State::failed);
}

void FutureCell::settle(State state) {
  state_ = state;
  if (id_ != 0) {
    if (Observer* observer = IOLoop::current_observer()) {
      observer->record(EventKind::future_set, id_, state == State::failed ? observer->number_of(error_) : 0);
    }
  }
  if (!waiters_.empty()) run_callbacks();
}

void FutureCell::run_callbacks() {
  assert(done() && !waiters_.empty());
  Ref<FutureCell> keep(this);
  WaiterQueue waiters = std::move(waiters_);  // destroys unrun what a BaseException leaves (law F6)
  Nesting level;
  while (Waiter* first = waiters.take_first()) {
    PoolPointer<Waiter> waiter(first);
    waiter->leave_loop();
    if (waiter->callback) run_callback(*waiter);
  }
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
  if (observer != nullptr) {
    observer->record(EventKind::future_callback_end, id_, observer->number_of(escaped));
  }
  if (escaped) log_error(ErrorKind::callback, escaped);
}

IOLoop* FutureCell::current_loop() noexcept {
  return IOLoop::current_or_null();
}

std::uint32_t FutureCell::number_callback(Takes takes) {
  Observer* observer = id_ != 0 ? IOLoop::current_observer() : nullptr;
  if (observer == nullptr) return 0;
  std::uint32_t number = IOLoop::current().numbers().future_callback++;
  observer->record(EventKind::future_callback_added, id_, number, static_cast<std::uint8_t>(takes));
  return number;
}

void FutureCell::wait(IOLoop* loop, Waiter& waiter) noexcept {
  assert(!done());
  if (loop != nullptr) loop->waiters().add(waiter);
  waiters_.push(waiter);
}

void FutureCell::run_at_once(CellCallback callback, Takes takes) {
  assert(done() && callback);
  std::uint32_t number = number_callback(takes);
  // An exception goes to the caller (law F4) and not to the log, so the callback's end is reported without
  // it.
  struct End {
    Observer* observer;
    std::uint32_t id;
    std::uint32_t number;
    void tell(EventKind kind, std::uint32_t other) const {
      if (observer != nullptr) observer->record(kind, id, other);
    }
    ~End() { tell(EventKind::future_callback_end, 0); }
  } end{number != 0 ? IOLoop::current_observer() : nullptr, id_, number};
  end.tell(EventKind::future_callback_begin, number);
  Ref<FutureCell> keep(this);
  callback(*this);
}

void FutureCell::die() noexcept {
  assert(references_ == 0 && failed() == static_cast<bool>(error_));
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

// A dead cell may hold the last reference to the next one, and so on: destroying them recursively would
// overflow the stack.
void FutureCell::bury() noexcept {
  assert(next_buried_ == nullptr && buried != this);
  next_buried_ = std::exchange(buried, this);
  if (burying) return;
  burying = true;
  while (buried != nullptr) std::exchange(buried, buried->next_buried_)->destroy();
  burying = false;
}

}  // namespace tornado
