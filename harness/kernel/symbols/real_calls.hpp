// The way past the simulation: what a function of the C library would be without this library. A call outside
// of a run goes there. Every symbol that this folder defines uses one of these.
#pragma once

#include <string>  // first: it says which C library this is

#include <cstdio>
#include <cstdlib>
#include <dlfcn.h>

namespace windtunnel {

/// Reports a call that leaves the run of a World, where windtunnel::gtest is linked; null otherwise.
[[gnu::weak]] void tell_outside_call(const char* call, const void* caller);

}  // namespace windtunnel

namespace windtunnel::kernel::real {

/// The sanitizer's function, if the program has one, or the next of that name behind this library's.
template <class Function>
Function* next_of(Function* sanitizers, const char* name) {
  // clang's sanitizers are part of the program itself, where dlsym() does not find them.
  if (sanitizers != nullptr) return sanitizers;
  auto* const next = reinterpret_cast<Function*>(dlsym(RTLD_NEXT, name));
  if (next == nullptr) {
    std::fprintf(stderr, "windtunnel: the C library has no %s; is it linked statically?\n", name);
    std::abort();
  }
  return next;
}

}  // namespace windtunnel::kernel::real

// WINDTUNNEL_REAL(result, name, (parameters)): defines real::name(), which returns the real function.
#define WINDTUNNEL_REAL(result, name, parameters)                                          \
  extern "C" [[gnu::weak]] result __interceptor_##name parameters;                         \
  namespace windtunnel::kernel::real {                                                     \
  [[maybe_unused]] static auto* name() {                                                   \
    static auto* const next = next_of<result parameters>(&__interceptor_##name, #name);    \
    return next;                                                                           \
  }                                                                                        \
  }

// In front of a definition: visible from shared libraries, whatever the program's default is.
#define WINDTUNNEL_SYMBOL extern "C" [[gnu::visibility("default")]]
