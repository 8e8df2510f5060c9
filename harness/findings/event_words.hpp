// An event as an English clause, from its row in events.def: "future 3 (f0) fails with Boom(p1)".
#pragma once

#include <string>

#include "harness/core/trace.hpp"
#include "runtime/observer.hpp"

namespace windtunnel::findings {

/// The event in words, with names if the trace has them. Any values are allowed; an event without words is
/// "?".
std::string in_words(const tornado::Event& event, const core::TraceNames& names);

}  // namespace windtunnel::findings
