// EpollLoop: the IOLoop of the real world, over Linux's epoll. What was tested on a SimLoop ships on this
// one.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <sys/epoll.h>
#include <utility>
#include <vector>

#include "runtime/io_loop.hpp"
#include "runtime/posix/descriptor.hpp"
#include "runtime/posix/inbox.hpp"
#include "runtime/posix/waker.hpp"

namespace tornado {

/// A loop over real descriptors and a real clock. The thread that makes it owns it; other threads may call
/// post(), add_callback_from_thread() and wake(). Unlike a SimLoop, start() returns only after stop():
/// another thread may always add something.
class EpollLoop final : public IOLoop {
 public:
  /// The clock that time() reads: one that nobody sets, whose zero means nothing, or the time of day, as in
  /// the original. Timers on the latter come early or late when somebody sets it (law L23).
  enum class Clock : std::uint8_t { steady, wall };

  /// How many callbacks may run before the kernel is asked again which descriptors are ready. This holds only
  /// if all of the loop's descriptors are sockets of a PosixNetwork, if its thread has not used one
  /// meanwhile, and if the callbacks take less than `longest_unasked`. Otherwise the kernel is asked in each
  /// iteration, as by the original. What a program does itself therefore shows in the next I/O phase; what
  /// comes from outside may be seen up to that much later.
  static constexpr std::size_t most_unasked = 256;
  static constexpr Duration longest_unasked{20e-6};

  /// Throws std::system_error if the process has no descriptors left.
  explicit EpollLoop(Clock clock = Clock::steady, MakeCurrent make_current = MakeCurrent::if_there_is_none);
  ~EpollLoop() override;

  Time time() const override;
  Time wall_time() const override;

  /// As add_callback(), on any thread, and in no stack context (law L21): queues `fn(args...)` in the loop's
  /// next I/O phase. What one thread adds keeps its order. Dropped if the loop is closed; the loop must not
  /// be destroyed meanwhile.
  template <class Function, class... Args>
    requires std::invocable<Function&, Args&...>
  void add_callback_from_thread(Function fn, Args... args) {
    post([this, callback = watched(std::move(fn), std::move(args)...)]() mutable {
      enqueue(std::move(callback));
    });
  }

  /// As above, but runs `fn()` in the I/O phase itself, as a handler would run. Its exceptions are handled
  /// like those of callbacks.
  template <std::invocable Function>
  void post(Function fn) {
    // In memory of its own: the pool's belongs to threads, and goes back to another one here.
    auto kept = std::make_unique<Function>(std::move(fn));
    if (inbox_.push([kept = std::move(kept)] { static_cast<void>(std::invoke(*kept)); })) wake();
  }

  /// Ends the loop's wait. On any thread and in signal handlers. SignalHandler runs a function for a signal.
  void wake() const noexcept { waker_.wake(); }

 protected:
  bool poll(Duration timeout) override;
  void watch_descriptor(int fd, IOEvents events) override;
  void drop_world() noexcept override;

 private:
  bool need_not_ask();
  void forget_pace();
  void measure();
  void run_ready(std::size_t count);
  void run_posted();

  const Clock clock_;
  const Descriptor epoll_;
  const Waker waker_;
  Inbox inbox_;
  std::vector<bool> watched_;  // by descriptor: whether the kernel knows it
  std::vector<bool> foreign_;  // by descriptor: whether it is watched, and others use it
  std::size_t watched_count_ = 0;
  std::size_t foreign_count_ = 0;
  std::uint32_t uses_seen_ = 0;  // of descriptors by this thread, when the kernel was last asked
  std::size_t unasked_ = 0;      // callbacks since then
  std::size_t patience_ = 1;     // how many there may be
  std::optional<Time> asked_at_;
  std::vector<epoll_event> events_;
  std::vector<Ref<HandlerCell>> batch_;  // of one I/O phase; null: what was posted
  std::uint32_t next_posted_ = 1;
};

}  // namespace tornado
