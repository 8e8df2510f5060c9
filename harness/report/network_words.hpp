// What descriptors, sockets and streams did, in words: annotate's other half.
#pragma once

#include <string>

#include "harness/core/trace.hpp"
#include "runtime/observer.hpp"

namespace windtunnel {

/// An event of the network or of a stream, as one clause; "?" for one of another kind.
std::string network_in_words(const tornado::Event& event, const TraceNames& names);

}  // namespace windtunnel
