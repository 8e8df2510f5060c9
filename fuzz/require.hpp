// claim(): aborts if something does not hold of an input. For targets that judge by other rules than the
// laws.
#pragma once

#include <string_view>

#include "harness/scenario/source_error.hpp"

namespace windtunnel::fuzz {

/// Unless `holds`, prints the message and aborts, so that the fuzzer keeps the input.
void claim(bool holds, std::string_view message);

/// Checks that an error is fit for people: one line, with a place that counts from 1.
void require_one_line(const scenario::SourceError& error);

}  // namespace windtunnel::fuzz
