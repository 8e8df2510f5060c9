// Draws stream scripts from choices.
#pragma once

#include "harness/subjects/programs/stream_script.hpp"
#include "runtime/sim/choice_source.hpp"

namespace windtunnel::subjects {

/// A script of up to that many steps, at least 1, which begins with a connect. What an end writes fits into
/// the buffers that LinkSettings gives by default, so that no write waits for a reader. The answers 0
/// give the simplest script.
StreamScript draw_stream_script(tornado::ChoiceSource& choices, std::uint32_t steps);

}  // namespace windtunnel::subjects
