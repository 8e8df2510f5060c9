// What the simulated loop was asked about timers and events from outside, in words: "the timer of main
// (pool.cpp:30) runs 1 ms after its deadline".
#pragma once

#include <string>

#include "harness/core/named_run.hpp"
#include "harness/core/trace.hpp"

namespace windtunnel::shrink {

/// What happened because of the answer; empty if it is not the loop's question. The trace is the run's.
std::string timer_in_words(const core::AskedQuestion& question, const core::Trace& trace);

/// Whose timer it is: "the timer of main (pool.cpp:30)".
std::string name_of_timer(std::uint32_t number, const core::Trace& trace);

}  // namespace windtunnel::shrink
