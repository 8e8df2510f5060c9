// gen::engine: runs a coroutine whose Future nobody needs (law G6).
#pragma once

#include "runtime/coroutine.hpp"
#include "runtime/wrap.hpp"

namespace tornado::gen {

/// `engine(fetch_page(url));` lets a coroutine run by itself. It gives no result. Its exception is thrown in
/// the stack contexts of this call: from here if the coroutine has failed already, otherwise where its Future
/// is set. What no context consumes is logged.
inline void engine(const Future<void>& started) {
  started.add_done_callback(wrap([](const Future<void>& done) { done.result(); }));
}

}  // namespace tornado::gen
