// sleep: a Future that is done after some time (law G29).
#pragma once

#include "runtime/io_loop.hpp"

namespace tornado {

/// Set, with an empty result of type T, by a timer of the current loop. A coroutine that yields it resumes
/// one hop after the timer ran. A duration of 0 or less still takes one timer phase.
template <class T = void>
Future<T> sleep(Duration duration) {
  Future<T> future;
  IOLoop& loop = IOLoop::current();
  Timeout timer = loop.call_later(duration, [future] { set_nothing(future); });
  if (timer.cell() != nullptr) loop.note(EventKind::sleep, future.cell()->id(), timer.cell()->number);
  return future;
}

}  // namespace tornado
