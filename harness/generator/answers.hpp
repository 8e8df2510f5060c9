// How the callback that somebody waits for is called: at once, by the loop, by a timer or by an external
// event; with no value, one, several or named values.
#pragma once

#include "harness/generator/draft.hpp"

namespace windtunnel::generator {

using namespace scenario;  // what a generator writes

/// Appends values to the call of a callback, or to the call that schedules it; named values only if
/// `by_name`.
void append_values(Draft& draft, NodeId call, bool by_name = true);

/// `IOLoop.current().add_callback()`, `.call_later(1)` or `external()`: the callable and its values must be
/// appended. `by_name` says whether it passes named values on.
struct Dispatch {
  NodeId call;
  bool by_name;
};
Dispatch dispatch(Draft& draft);

/// Draws a statement that calls `taker`, now or later.
void answer(Draft& draft, Word taker);

}  // namespace windtunnel::generator
