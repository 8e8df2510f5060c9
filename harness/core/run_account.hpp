// A run as text that can be compared with another one, across processes too: its steps with their code, its
// choices, its lines. Whether events and names were recorded makes no difference.
#pragma once

#include <string>
#include <string_view>

#include "harness/core/trace.hpp"

namespace windtunnel::core {

/// "a reads x (bank.cpp:12)": a step as people read it. The log is the one that it is from.
std::string step_in_words(const tornado::Step& step, const tornado::StepLog& steps);

/// One line for each step, then for each choice, then for each line of the trace: "step 12: a reads x
/// (bank.cpp:12)". A megabyte at most; what is beyond is left out.
std::string account_of(const Trace& trace);

/// Where two accounts first differ, with the line of each: "step 12: `a reads x (bank.cpp:12)`, then `b reads
/// x (bank.cpp:12)`". Empty if they are equal.
std::string first_difference(std::string_view one, std::string_view other);

}  // namespace windtunnel::core
