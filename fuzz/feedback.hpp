// Feedback: tells a fuzzer what a run did that its code coverage cannot show: the interpreter's code is the
// same for every program. Few, small features: many would flood the corpus (docs/fuzzing.md has the figures).
#pragma once

#include <cstdint>

#include "harness/trace.hpp"

namespace windtunnel::fuzz {

/// How many features there are.
inline constexpr std::uint32_t feature_count = 1U << 14U;

/// Tells what a run showed, each thing once however often it was shown. The environment variable
/// WINDTUNNEL_FEEDBACK, for experiments, says what is told: words of `events`, which pairs of kinds of events
/// followed one another, and `reads`, which read of a thing found what which write left there.
void note_run(const Trace& trace);

}  // namespace windtunnel::fuzz
