// Two programs that talk over a stream: each writes, reads in every way that there is, waits and closes, in
// an order that the choices draw, while the network does to them whatever it may. For what the laws say of
// streams.
#pragma once

#include "harness/core/subject.hpp"

namespace windtunnel {

/// Runs one.
void run_stream(const void* data, tornado::ChoiceSource& choices, const RunOptions& options, Trace& trace);

/// It as a subject.
inline const Subject stream_subject = {run_stream, nullptr, all_guarantees};

}  // namespace windtunnel
