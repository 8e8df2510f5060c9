// The timeout that a wait for a lock or a queue may have.
#pragma once

#include "harness/generator/draft.hpp"

namespace windtunnel {

/// Appends to the call of `acquire`, `wait`, `get`, `put` or `join` its timeout, or nothing: relative,
/// absolute, 0 (which counts as none in some of them, law K5), past.
void append_timeout(Draft& draft, NodeId call);

/// A relative timeout of 0 to 3 seconds: they are whole, so that they tie with other timers.
NodeId short_timeout(Draft& draft);

}  // namespace windtunnel
