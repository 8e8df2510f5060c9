// gen::engine: a coroutine whose Future nobody gets (law G6).
#pragma once

#include "runtime/coroutine.hpp"
#include "runtime/stack_context/wrap.hpp"

namespace tornado::gen {

/// `engine(fetch_page(url));` lets a coroutine run on by itself. It gives no result; its exception is thrown
/// in the stack contexts of this call: here if it has failed already, else where its Future is set, which
/// logs what no context consumes.
inline void engine(const Future<void>& started) {
  started.add_done_callback(wrap([](const Future<void>& done) { done.result(); }));
}

}  // namespace tornado::gen
