// The digest of a trace: two runs are the same if it is.
#pragma once

#include <cstdint>
#include <optional>

#include "harness/core/trace.hpp"

namespace windtunnel::core {

/// Over everything that the trace holds: schedule, event lines, observer events.
std::uint64_t digest_of(const Trace& trace);

/// The index of the first event in which two runs differ; their number if only something else differs, and
/// nothing if they are equal.
std::optional<std::size_t> first_difference(const Trace& one, const Trace& other);

}  // namespace windtunnel::core
