// How a wait for a lock or queue times out.
#pragma once

#include <utility>

#include "runtime/deadline.hpp"
#include "runtime/locks/watched.hpp"

namespace tornado::locks {

/// Runs `expire()` at the deadline, unless the waiter is done before. When the waiter is done, the timer is
/// removed at once (laws K4, Q6). A deadline of 0 means no deadline (law K5).
template <class T, class Function>
void expire_at(const Deadline& deadline, const Future<T>& waiter, Function expire) {
  if (!deadline.given()) return;
  const std::uint32_t number = waiter.cell()->id();
  if (deadline.is_zero()) return note(EventKind::waiter_untimed, number);
  IOLoop& loop = IOLoop::current();
  Timeout timer = deadline.set_timer(loop, std::move(expire));
  if (timer.cell() != nullptr) loop.note(EventKind::waiter_timer, number, timer.cell()->number);
  waiter.cell()->add_done_callback([&loop, timer](FutureCell&) { loop.remove_timeout(timer); });
}

}  // namespace tornado::locks
