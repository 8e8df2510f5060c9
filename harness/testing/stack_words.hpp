// The calling functions of a place in a run, by name, for messages.
#pragma once

#include <string>

namespace windtunnel {

/// A line for each function of the program that led to `caller`, a return address on the stack, up to the
/// loop: "\n    called by withdraw(Account&)". Empty if the program has no symbols. It may differ from
/// compiler to compiler.
std::string stack_in_words(const void* caller);

}  // namespace windtunnel
