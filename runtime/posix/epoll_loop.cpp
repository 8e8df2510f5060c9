#include "runtime/posix/epoll_loop.hpp"

#include <algorithm>
#include <cassert>
#include <cerrno>
#include <cmath>
#include <ctime>
#include <string>

#include "runtime/posix/known_descriptors.hpp"
#include "runtime/posix/system_errors.hpp"

namespace tornado {

namespace {

// As many events as the original asks for at once.
constexpr std::size_t most_events = 1023;

// The seconds as CPython makes a double of them: deadlines are then the original's, to the last digit.
Time read_clock(clockid_t clock) {
  timespec read{};
  ::clock_gettime(clock, &read);
  if (read.tv_nsec == 0) return at_seconds(static_cast<double>(read.tv_sec));
  const std::int64_t nanoseconds = std::int64_t{read.tv_sec} * 1'000'000'000 + read.tv_nsec;
  return at_seconds(static_cast<double>(nanoseconds) / 1e9);
}

// Up to nanoseconds and up to milliseconds, as CPython rounds: a loop that woke before its timer would poll
// again at once.
int whole_milliseconds(Duration timeout) {
  const auto nanoseconds = static_cast<std::int64_t>(std::ceil(timeout.count() * 1e9));
  return static_cast<int>((nanoseconds + 999'999) / 1'000'000);
}

std::uint32_t to_epoll(IOEvents events) {
  std::uint32_t result = EPOLLERR | EPOLLHUP;
  if ((events & IOLoop::READ) != 0) result |= EPOLLIN;
  if ((events & IOLoop::WRITE) != 0) result |= EPOLLOUT;
  return result;
}

IOEvents from_epoll(std::uint32_t events) {
  IOEvents result = 0;
  if ((events & EPOLLIN) != 0) result |= IOLoop::READ;
  if ((events & EPOLLOUT) != 0) result |= IOLoop::WRITE;
  if ((events & (EPOLLERR | EPOLLHUP)) != 0) result |= IOLoop::ERROR;
  return result;
}

}  // namespace

EpollLoop::EpollLoop(Clock clock, MakeCurrent make_current)
    : IOLoop(make_current), clock_(clock), epoll_(::epoll_create1(EPOLL_CLOEXEC)), events_(most_events) {
  if (!epoll_) throw_system_error("epoll_create1");
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.fd = waker_.fd();
  if (::epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, waker_.fd(), &event) != 0) throw_system_error("epoll_ctl");
}

EpollLoop::~EpollLoop() {
  close();
}

Time EpollLoop::time() const {
  const Time now = read_clock(clock_ == Clock::wall ? CLOCK_REALTIME : CLOCK_MONOTONIC);
  if (Observer* watching = observer()) {
    watching->record(EventKind::clock, 0, 0, static_cast<std::uint8_t>(ClockMove::spent), seconds_of(now));
  }
  return now;
}

Time EpollLoop::wall_time() const {
  return read_clock(CLOCK_REALTIME);
}

bool EpollLoop::poll(Duration timeout) {
  // Without a handler no descriptor can be ready: a loop that does not wait need not ask the kernel.
  if (timeout == Duration(0) && watched_count_ == 0) {
    if (inbox_.filled()) run_posted();
    return true;
  }
  if (timeout != Duration(0)) {
    forget_pace();
  } else if (need_not_ask()) {
    return true;
  }
  uses_seen_ = KnownDescriptors::uses();
  unasked_ = 0;
  const int count = ::epoll_wait(epoll_.get(), events_.data(), static_cast<int>(events_.size()),
                                 whole_milliseconds(timeout));
  if (count > 0) KnownDescriptors::used();  // what is ready may stay so
  if (count >= 0) {
    run_ready(static_cast<std::size_t>(count));
  } else if (errno != EINTR) {
    throw_system_error("epoll_wait");
  }
  return true;
}

// Whether the kernel would have nothing new to say, or only what may wait: see most_unasked. Else it is
// asked.
bool EpollLoop::need_not_ask() {
  if (foreign_count_ != 0 || KnownDescriptors::uses() != uses_seen_ || inbox_.filled()) {
    forget_pace();
    return false;
  }
  unasked_ += std::max<std::size_t>(1, ready_.size());  // none: a timer is due
  if (unasked_ < patience_) return true;
  measure();
  return false;
}

void EpollLoop::forget_pace() {
  asked_at_.reset();
  patience_ = 1;
}

// As many callbacks as fit into the time, as fast as the last ones were.
void EpollLoop::measure() {
  const Time now = read_clock(CLOCK_MONOTONIC);
  if (asked_at_) {
    const Duration each = (now - *asked_at_) / static_cast<double>(unasked_);
    const double fit = each > Duration(0) ? longest_unasked / each : static_cast<double>(most_unasked);
    patience_ = static_cast<std::size_t>(std::clamp(fit, 1.0, static_cast<double>(most_unasked)));
  }
  asked_at_ = now;
}

// From the last to the first, as the original's `_events.popitem()` takes them (law L24).
void EpollLoop::run_ready(std::size_t count) {
  batch_.clear();
  for (std::size_t at = count; at-- > 0;) {
    const int fd = events_[at].data.fd;
    HandlerCell* handler = handler_of(fd);
    if (fd != waker_.fd() && handler == nullptr) continue;
    batch_.emplace_back(handler);
    if (handler == nullptr) continue;
    handler->ready = from_epoll(events_[at].events);
    note(EventKind::handler_ready, handler->number, 0, handler->ready);
  }
  for (const Ref<HandlerCell>& handler : batch_) {
    if (handler.get() == nullptr) {
      run_posted();
    } else {
      run_handler(*handler);
    }
  }
  batch_.clear();
}

// As many as there are now: what they post comes in the next I/O phase.
void EpollLoop::run_posted() {
  waker_.consume();
  try {
    for (std::size_t left = inbox_.size(); left > 0; --left) {
      Callback posted = inbox_.pop();
      const std::uint32_t number = next_posted_++;
      note(EventKind::external_added, number);
      note(EventKind::external_begin, number);
      run_callback(posted, EventKind::external_end, number);
    }
  } catch (...) {
    wake();  // for those that are left
    throw;
  }
  if (inbox_.filled()) wake();
}

void EpollLoop::watch_descriptor(int fd, IOEvents events) {
  KnownDescriptors::used();  // it may be ready for what is watched now
  const auto at = static_cast<std::size_t>(fd);
  if (at >= watched_.size()) {
    watched_.resize(at + 1);
    foreign_.resize(at + 1);
  }
  const bool known = watched_[at];
  epoll_event event{};
  event.data.fd = fd;
  event.events = to_epoll(events);
  if (events == 0) {
    if (!known) return;
    watched_[at] = false;
    --watched_count_;
    if (foreign_[at]) --foreign_count_;
    // Fails if somebody closed the descriptor: the kernel has forgotten it then.
    ::epoll_ctl(epoll_.get(), EPOLL_CTL_DEL, fd, &event);
    return;
  }
  if (::epoll_ctl(epoll_.get(), known ? EPOLL_CTL_MOD : EPOLL_CTL_ADD, fd, &event) != 0) {
    throw_system_error("a handler of descriptor " + std::to_string(fd));
  }
  if (known) return;
  watched_[at] = true;
  ++watched_count_;
  foreign_[at] = !KnownDescriptors::has(fd);
  if (foreign_[at]) ++foreign_count_;
}

void EpollLoop::drop_world() noexcept {
  inbox_.close();
  batch_.clear();
}

}  // namespace tornado
