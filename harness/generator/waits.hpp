// The timeouts of waits for locks and queues.
#pragma once

#include "harness/generator/draft.hpp"

namespace windtunnel::generator {

/// Appends a timeout, or nothing, to the call of `acquire`, `wait`, `get`, `put` or `join`: relative,
/// absolute, 0 (which means no timeout for some of them, law K5) or past.
void append_timeout(Draft& draft, NodeId call);

/// A relative timeout of 0 to 3 whole seconds, so that it ties with other timers.
NodeId short_timeout(Draft& draft);

}  // namespace windtunnel::generator
