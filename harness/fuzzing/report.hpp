// How a fuzz target ends when it has found something: the failure becomes a finding, is told, and the process
// aborts, as a fuzzer expects it.
#pragma once

#include <string_view>

#include "harness/core/case.hpp"

namespace windtunnel::fuzz {

/// Keeps the failure in the folder that the environment variable WINDTUNNEL_FINDINGS names, `findings` if
/// there is none; prints what it is, where it is and how it is replayed: `replay_with`, in which `FILE`
/// stands for its path.
void tell(const core::Failure& found, std::string_view replay_with);

/// From now on nothing is shown of what the fuzzer says, unless the environment variable
/// WINDTUNNEL_FUZZ_STACK is set: addresses of its own code, and the input in base64. It still keeps the
/// input.
void silence_the_fuzzer();

/// Tells it and aborts, and whatever the fuzzer says of that is not shown.
[[noreturn]] void report(const core::Failure& found, std::string_view replay_with);

}  // namespace windtunnel::fuzz
