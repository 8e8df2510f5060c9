// Claims: what must hold of an input, for targets that judge by other rules than the laws.
#pragma once

#include <string_view>

#include "harness/scenario/source_error.hpp"

namespace windtunnel::fuzz {

/// Prints the message and aborts unless it holds: the fuzzer then keeps the input.
void claim(bool holds, std::string_view message);

/// A refusal is for people: one line, and a place from 1 on.
void claim_one_line(const SourceError& error);

}  // namespace windtunnel::fuzz
