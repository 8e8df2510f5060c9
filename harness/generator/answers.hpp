// How a callback is called that somebody waits for: at once, by the loop, by a timer or by the outside world;
// with no value, one, several or named ones.
#pragma once

#include "harness/generator/draft.hpp"

namespace windtunnel {

/// Appends values to the call of a callback, or of what will call it; named ones only if `by_name`.
void append_values(Draft& draft, NodeId call, bool by_name = true);

/// `IOLoop.current().add_callback()`, `.call_later(1)` or `external()`: a callable and its values are to be
/// appended. `by_name` says whether it passes named values on.
struct Dispatch {
  NodeId call;
  bool by_name;
};
Dispatch dispatch(Draft& draft);

/// A statement that calls `taker`, now or later.
void answer(Draft& draft, Word taker);

}  // namespace windtunnel
