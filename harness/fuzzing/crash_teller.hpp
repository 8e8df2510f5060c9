// What a fuzzer says when an input takes its process down. The process that dies can say little, so it starts
// its own program anew with that input: there the run happens in a process of its own, becomes a finding, and
// is told like any other.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "harness/core/case.hpp"
#include "runtime/sim/choice_source.hpp"

namespace windtunnel::fuzz {

/// The environment variable of a process that was started to tell: its value is the descriptor to tell it to.
inline constexpr const char* telling_variable = "WINDTUNNEL_FUZZ_TELL";

/// This input runs next; it must live as long as the run. If the run takes the process down, by a signal or
/// by an error that AddressSanitizer sees, it is told, and what libFuzzer says then is not shown. Does
/// nothing without libFuzzer, and in a process that tells.
void watch_input(std::span<const std::uint8_t> input);

/// The process ends because of something that was told already.
void is_told();

/// In a process that tells: runs the case in a process of its own; if it is taken down, tells it and ends
/// this one. Otherwise nothing. `replay_with` is that of report().
void tell_if_it_crashes(const core::Case& one, tornado::ChoiceSource& choices, std::string_view replay_with);

}  // namespace windtunnel::fuzz
