// Feedback: tells a fuzzer what a run did that its code coverage cannot show: the interpreter's code is the
// same for every program. Few, small features: many would flood the corpus (docs/fuzzing.md has the figures).
#pragma once

#include <cstdint>

#include "harness/trace.hpp"

namespace windtunnel::fuzz {

/// That the run showed `feature`, below `feature_count`. Only that it did counts, not how often.
void note(std::uint32_t feature);

inline constexpr std::uint32_t feature_count = 1U << 14U;

/// Each pair of kinds of events that followed one another.
void note_events(const Trace& trace);

}  // namespace windtunnel::fuzz
