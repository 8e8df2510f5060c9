// A story for ui.perfetto.dev and chrome://tracing: a process a host, a thread a lane, a slice a step, flow
// arrows from causes to effects.
#pragma once

#include <string>

#include "harness/findings/story.hpp"

namespace windtunnel::findings {

/// The Trace Event Format as JSON. Times are in microseconds of the virtual clock; as steps take no time
/// there, those of one time follow one another a microsecond apart.
std::string to_perfetto(const Story& story);

}  // namespace windtunnel::findings
