// Feedback: tells a fuzzer what happened in a run, because code coverage cannot: the interpreter's code is
// the same for every program. The features are few and coarse: many would flood the corpus (docs/fuzzing.md
// has the figures).
#pragma once

#include <cstdint>

#include "harness/core/trace.hpp"

namespace windtunnel::fuzz {

/// The number of features.
inline constexpr std::uint32_t feature_count = 1U << 14U;

/// Reports what a run showed, each thing once. For experiments, the environment variable WINDTUNNEL_FEEDBACK
/// selects what is reported: `events`, which pairs of event kinds followed one another; `reads`, which write
/// each read of an object saw; `reach`, how near the run came to the goals of World::reach.
void note_run(const core::Trace& trace);

}  // namespace windtunnel::fuzz
