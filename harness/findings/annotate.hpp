// A run as text for people: the lines of its trace, and between them every event in words, with the place at
// which a law was broken.
#pragma once

#include <optional>
#include <string>

#include "harness/core/trace.hpp"
#include "harness/properties/laws/law.hpp"

namespace windtunnel::findings {

/// The run line by line: its event lines as they are, and between them, numbered and indented, each event in
/// words; the event at which the law broke is marked with `>`. Shows at most `most_events` events up to that
/// place and a quarter as many behind it, and the lines among them. The trace must have names.
std::string annotate(const core::Trace& trace, const std::optional<core::Violation>& violation,
                     std::size_t most_events = 400);

}  // namespace windtunnel::findings
