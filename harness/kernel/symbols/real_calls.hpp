// The way past the simulation: what a function of the C library would be without this library. A call outside
// of a run goes there. Every symbol that this folder defines uses one of these.
#pragma once

#include "harness/core/next_function.hpp"
#include "harness/kernel/kernel.hpp"

namespace windtunnel {

/// Reports a call that leaves the run of a World, where windtunnel::gtest is linked; null otherwise.
[[gnu::weak]] void tell_outside_call(const char* call, const void* caller);

/// True: the functions of this folder tell it. windtunnel::gtest has some of them, too, which are not linked
/// where this is defined.
bool symbols_are_watched();

}  // namespace windtunnel

// In a function that is called outside of a run of a kernel: another run may want to know.
#define WINDTUNNEL_TELL_OUTSIDE()                                                                         \
  do {                                                                                                    \
    if (windtunnel::tell_outside_call != nullptr && !windtunnel::kernel::Outside::is_here()) [[unlikely]] \
      windtunnel::tell_outside_call(__func__, __builtin_return_address(0));                               \
  } while (false)
