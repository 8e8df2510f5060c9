// WINDTUNNEL_WATCH: a function of the C library that says when a run calls it. Private to the files that
// define such functions; only for glibc.
#pragma once

#include <dlfcn.h>

namespace windtunnel {

/// Notes a call inside of a run; see outside_calls.hpp.
void tell_outside_call(const char* call, const void* caller);

/// What would be called without this library: a sanitizer's function, or the C library's.
template <class Function>
Function* next_of(Function* sanitizers, const char* name) {
  return sanitizers != nullptr ? sanitizers : reinterpret_cast<Function*>(dlsym(RTLD_NEXT, name));
}

}  // namespace windtunnel

// clang's sanitizers are part of the program itself, where dlsym() does not find them. Their functions are
// weak and may come first, so this one must not be weak.
#define WINDTUNNEL_WATCH(result, name, parameters, arguments)                                       \
  extern "C" [[gnu::weak]] result __interceptor_##name parameters;                                  \
  extern "C" [[gnu::visibility("default")]] result name parameters {                                \
    static auto* const next = windtunnel::next_of<result parameters>(&__interceptor_##name, #name); \
    windtunnel::tell_outside_call(#name, __builtin_return_address(0));                              \
    return next arguments;                                                                          \
  }
