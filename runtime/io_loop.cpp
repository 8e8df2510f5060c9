#include "runtime/io_loop.hpp"

#include <algorithm>
#include <cassert>
#include <charconv>
#include <iterator>
#include <stdexcept>
#include <string>
#include <system_error>

#include "runtime/current_task.hpp"
#include "runtime/runner.hpp"

namespace tornado {

namespace {

// Tornado's cap on a poll, an hour (law L8).
constexpr Duration longest_poll{3600};

}  // namespace

IOLoop::IOLoop(MakeCurrent make_current_loop) {
  if (make_current_loop == MakeCurrent::yes && current_ != nullptr) {
    throw std::runtime_error("this thread has a current IOLoop already");
  }
  if (make_current_loop != MakeCurrent::no && current_ == nullptr) make_current();
}

IOLoop::~IOLoop() {
  close();
  if (current_ == this) clear_current();
}

IOLoop& IOLoop::current() {
  if (current_ == nullptr) throw std::runtime_error("this thread has no current IOLoop");
  return *current_;
}

Timeout IOLoop::add_timer(Time deadline, Callback callback, Takes takes) {
  if (closed_) return Timeout();
  Ref<TimerCell> timer = timers_.add(deadline, std::move(callback));
  if (observer_ != nullptr) {
    timer->number = numbers_.timer++;
    observer_->record(EventKind::timer_added, timer->number, 0, static_cast<std::uint8_t>(takes),
                      seconds_of(deadline));
  }
  return Timeout(std::move(timer));
}

void IOLoop::remove_timeout(const Timeout& timeout) {
  if (timeout.cell() == nullptr) return;
  if (timers_.cancel(*timeout.cell())) note(EventKind::timer_removed, timeout.cell()->number);
}

void IOLoop::register_handler(int fd, HandlerFunction run, IOEvents events, Takes takes) {
  if (closed_) return;
  if (fd < 0) throw std::logic_error("add_handler: " + std::to_string(fd) + " is no descriptor");
  if (handlers_.find(fd) != nullptr) {
    throw std::logic_error("add_handler: descriptor " + std::to_string(fd) + " has a handler already");
  }
  const auto interest = static_cast<IOEvents>(events | ERROR);
  Ref<HandlerCell> handler(pool_new<HandlerCell>(fd, std::move(run), interest));
  if (observer_ != nullptr) {
    handler->number = numbers_.handler++;
    observer_->record(EventKind::handler_added, handler->number, static_cast<std::uint32_t>(takes), interest);
  }
  handlers_.add(std::move(handler));
  assert(handlers_.find(fd) != nullptr && fd < handlers_.end());
  try {
    watch_descriptor(fd, interest);
  } catch (...) {
    remove_handler(fd);
    throw;
  }
}

void IOLoop::update_handler(int fd, IOEvents events) {
  if (closed_) return;
  HandlerCell* handler = handlers_.find(fd);
  if (handler == nullptr) {
    throw std::logic_error("update_handler: descriptor " + std::to_string(fd) + " has no handler");
  }
  handler->interest = static_cast<IOEvents>(events | ERROR);
  note(EventKind::handler_updated, handler->number, 0, handler->interest);
  watch_descriptor(fd, handler->interest);
}

void IOLoop::remove_handler(int fd) {
  if (handlers_.find(fd) == nullptr) return;
  Ref<HandlerCell> handler = handlers_.take(fd);
  handler->removed = true;
  note(EventKind::handler_removed, handler->number);
  watch_descriptor(fd, 0);
}

void IOLoop::run_handler(HandlerCell& handler) {
  if (handler.removed) return;
  note(EventKind::handler_begin, handler.number, 0, handler.ready);
  try {
    handler.run(handler.fd, handler.ready);
    run_step_hook();
  } catch (const BaseException&) {
    throw;
  } catch (const std::system_error& error) {
    // The other side closed the connection, which is not an error (law L10).
    if (error.code() == std::errc::broken_pipe) {
      CurrentContexts::reset();
      return note(EventKind::handler_end, handler.number);
    }
    return handle_escaped(EventKind::handler_end, handler.number);
  } catch (...) {
    return handle_escaped(EventKind::handler_end, handler.number);
  }
  CurrentContexts::reset();
  note(EventKind::handler_end, handler.number);
}

void IOLoop::drop_handlers() noexcept {
  for (int fd = 0; fd < handlers_.end(); ++fd) {
    if (handlers_.find(fd) == nullptr) continue;
    // Objects destroyed with a handler may remove others.
    Ref<HandlerCell> dropped = handlers_.take(fd);
    dropped->removed = true;
    watch_descriptor(fd, 0);
  }
}

void IOLoop::start() {
  if (running_) throw std::runtime_error("IOLoop is already running");
  note(EventKind::loop_start);
  if (stopped_) {
    stopped_ = false;
    note(EventKind::loop_return);
    return;
  }
  struct Running {
    IOLoop& loop;
    IOLoop* previous;
    ContextsRestorer contexts;
    CurrentTaskScope task{CurrentTask::get()};
    explicit Running(IOLoop& self) : loop(self), previous(current_) {
      loop.running_ = true;
      loop.make_current();
      CurrentContexts::reset();
    }
    ~Running() {
      loop.running_ = false;
      loop.stopped_ = false;
      current_ = previous;
      drop_all(loop.due_);
      loop.note(EventKind::loop_return);
    }
  } running(*this);
  assert(due_.empty() && current_ == this);
  iterate();
}

void IOLoop::stop() {
  note(EventKind::loop_stop);
  stopped_ = true;
}

void IOLoop::iterate() {
  do {
    const ReadyQueue::Mark noted = ready_.mark();
    if (!timers_.empty()) take_due(time());
    if (observer_ != nullptr) note_iteration(ready_.size());
    while (!ready_.reached(noted)) ready_.consume([this](ReadyCallback& ready) { run(ready); });
    if (!due_.empty()) run_due();
    if (stopped_) return;
    note_poll();
  } while (poll(ready_.empty() ? longest_wait() : Duration(0)));
}

void IOLoop::run_due() {
  for (const Ref<TimerCell>& timer : due_) {
    if (timer->live()) run_timer(*timer);
  }
  due_.clear();
}

Duration IOLoop::longest_wait() const {
  if (timers_.empty()) return longest_poll;
  return std::clamp(timers_.next_deadline() - time(), Duration(0), longest_poll);
}

void IOLoop::run_timer(TimerCell& timer) {
  assert(running_ && timer.live());
  Callback callback = std::move(timer.callback);
  note(EventKind::timer_begin, timer.number);
  run_callback(callback, EventKind::timer_end, timer.number);
}

void IOLoop::handle_escaped(EventKind end, std::uint32_t number) {
  CurrentContexts::reset();
  std::exception_ptr error = std::current_exception();
  assert(error);
  if (observer_ != nullptr) observer_->record(end, number, observer_->number_of(error));
  handle_callback_exception(error);
}

void IOLoop::handle_callback_exception(const std::exception_ptr& error) {
  log(ErrorKind::callback, error);
}

void IOLoop::log(ErrorKind kind, const std::exception_ptr& error) {
  if (observer_ != nullptr) {
    observer_->record(EventKind::error_logged, 0, observer_->number_of(error),
                      static_cast<std::uint8_t>(kind));
  }
  if (log_.error) log_.error(kind, error);
}

void IOLoop::log_unretrieved(const std::exception_ptr& error) {
  if (log_.unretrieved) log_.unretrieved(error);
}

void IOLoop::log_second_setting(std::source_location where) {
  if (log_.second_setting) log_.second_setting(where);
}

void IOLoop::close() {
  if (running_) throw std::logic_error("close() of an IOLoop that runs");
  if (!std::exchange(closed_, true)) note(EventKind::loop_close);
  attended_ = true;
  // Objects destroyed here may look for the current loop, to report an exception that they held.
  IOLoop* previous = std::exchange(current_, this);
  ready_.clear();
  drop_all(due_);
  timers_.clear();
  drop_handlers();
  drop_world();
  waiters_.drop_all();
  while (SuspendedFrame* frame = frames_.newest()) static_cast<Runner*>(frame)->destroy();
  abandoned_frames_.clear();
  if (closing_hook_ != nullptr) closing_hook_(*this);
  assert(ready_.empty() && timers_.empty() && due_.empty());
  current_ = previous;
}

void IOLoop::reopen() {
  if (!closed_) close();
  assert(closed_ && !running_);
  numbers_ = Numbers();
  stopped_ = closed_ = false;
  attended_ = observer_ != nullptr;
}

void detail::throw_run_sync_timeout(std::optional<Duration> timeout) {
  std::string seconds = "None";
  if (timeout) {
    char digits[400];  // a double has at most 309 before its point, and of these 17 count
    auto end =
        std::to_chars(std::begin(digits), std::end(digits), timeout->count(), std::chars_format::fixed);
    seconds.assign(std::begin(digits), end.ptr);
  }
  throw TimeoutError("Operation timed out after " + seconds + " seconds");
}

}  // namespace tornado
