// with_timeout: a Future that fails with TimeoutError if another one takes too long (laws G25 to G28).
#pragma once

#include <concepts>

#include "runtime/concurrent_future.hpp"
#include "runtime/gen/chain_future.hpp"
#include "runtime/gen/quiet_exceptions.hpp"
#include "runtime/io_loop.hpp"

namespace tornado {

/// Follows `awaited`, any yieldable, unless the deadline (a Time, or a Duration from now) comes first; then
/// it fails with TimeoutError("Timeout"). `awaited` is not cancelled; if it fails later, the exception is
/// logged unless it is quiet. For an executor's Future, the timer is removed one hop after the Future is
/// done. A timer that is due in between finds the result set, and InvalidStateError is logged (law G27).
template <class Deadline, Yieldable Y>
  requires std::convertible_to<Deadline, Time> || std::convertible_to<Deadline, Duration>
auto with_timeout(Deadline deadline, const Y& awaited, QuietExceptions quiet = {}) {
  using T = YieldResult<Y>;
  Future<T> future = convert_yielded(awaited);
  Future<T> result;
  chain_future(future, result);
  IOLoop& loop = IOLoop::current();
  auto expire = [result, future, quiet = std::move(quiet)]() mutable {
    result.set_exception(TimeoutError());
    future.cell()->add_done_callback([quiet = std::move(quiet)](FutureCell& late) mutable {
      if (late.failed()) quiet.log(ErrorKind::late, late.retrieve_error(Retriever::runtime));
    });
  };
  Timeout timer;
  if constexpr (std::convertible_to<Deadline, Time>) {
    timer = loop.call_at(Time(deadline), std::move(expire));
  } else {
    timer = loop.call_later(Duration(deadline), std::move(expire));
  }
  if (timer.cell() != nullptr) loop.note(EventKind::timeout, result.cell()->id(), timer.cell()->number);
  if constexpr (is_concurrent_future<Y>) {
    loop.add_future(future, [&loop, timer](const Future<T>&) { loop.remove_timeout(timer); });
  } else {
    future.cell()->add_done_callback([&loop, timer](FutureCell&) { loop.remove_timeout(timer); });
  }
  return result;
}

}  // namespace tornado
