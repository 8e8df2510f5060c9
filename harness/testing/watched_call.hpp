// WINDTUNNEL_WATCH: a function of the C library that says when a run calls it. Private to the files that
// define such functions; only for glibc.
#pragma once

#include "harness/core/next_function.hpp"

namespace windtunnel {

/// Notes a call inside of a run; see outside_calls.hpp.
void tell_outside_call(const char* call, const void* caller);

}  // namespace windtunnel

// NOLINTBEGIN(bugprone-macro-parentheses): it is a definition
// Not weak: clang's sanitizers have weak functions of these names, which may come first.
#define WINDTUNNEL_WATCH(result, name, parameters, arguments)          \
  WINDTUNNEL_INTERCEPTOR(name);                                        \
  WINDTUNNEL_SYMBOL result name parameters {                           \
    windtunnel::tell_outside_call(#name, __builtin_return_address(0)); \
    return WINDTUNNEL_NEXT(name) arguments;                            \
  }
// NOLINTEND(bugprone-macro-parentheses)
