// chain_future: makes one Future follow another (law F13).
#pragma once

#include "runtime/io_loop.hpp"

namespace tornado {

/// When `source` is done, copies its outcome to `destination`, synchronously. Does nothing if `destination`
/// is done by then. A move-only result is moved. Once copied, the source's exception counts as retrieved.
template <class T>
void chain_future(const Future<T>& source, const Future<T>& destination) {
  if (IOLoop* loop = IOLoop::current_or_null()) {
    loop->note(EventKind::chained, destination.cell()->id(), source.cell()->id());
  }
  source.cell()->add_done_callback([destination](FutureCell& done) {
    if (destination.done()) return;
    if (done.failed()) {
      destination.set_exception(done.retrieve_error(Retriever::runtime));
      return;
    }
    if constexpr (std::is_void_v<T>) {
      destination.set_result();
    } else if constexpr (std::copy_constructible<T>) {
      destination.set_result(static_cast<typename Future<T>::Cell&>(done).value());
    } else {
      destination.set_result(static_cast<typename Future<T>::Cell&>(done).take());
    }
  });
}

}  // namespace tornado
