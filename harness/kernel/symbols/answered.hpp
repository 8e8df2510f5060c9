// What every symbol of this folder does first: it finds out who answers the call.
#pragma once

#include <string_view>

#include "harness/kernel/kernel.hpp"
#include "harness/kernel/symbols/real.hpp"

namespace windtunnel::kernel {

/// Told of calls that reach the real world, by those who want to know whether a run makes one: the name of
/// the function, and the address to which it returns. Null until somebody sets it.
using OnRealCall = void (*)(const char* call, const void* caller);
inline OnRealCall on_real_call = nullptr;

}  // namespace windtunnel::kernel

/// Tells of a call of the function in which it stands.
#define WINDTUNNEL_TELL_REAL_CALL()                                            \
  do {                                                                         \
    if (windtunnel::kernel::on_real_call != nullptr) [[unlikely]]              \
      windtunnel::kernel::on_real_call(__func__, __builtin_return_address(0)); \
  } while (false)
