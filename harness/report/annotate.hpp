// A run for people: its trace and what happened between the lines, in words, with the place where a law
// broke.
#pragma once

#include <optional>
#include <string>

#include "harness/core/trace.hpp"
#include "harness/laws/law.hpp"

namespace windtunnel {

/// One event in words, with names where the trace has them: "future 3 (f0) fails with Boom(p1)".
std::string in_words(const tornado::Event& event, const TraceNames& names);

/// The run line by line: its event lines as they are, and between them, numbered and indented, each event in
/// words; the event at which the law broke is marked with `>`. Shows at most `most_events` events up to that
/// place and a quarter as many behind it, and the lines among them. The trace must have names.
std::string annotate(const Trace& trace, const std::optional<Breach>& breach, std::size_t most_events = 400);

}  // namespace windtunnel
