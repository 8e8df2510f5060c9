// The real functions behind the symbols that this library defines: a sanitizer's, or the C library's.
#pragma once

#include <dlfcn.h>

namespace windtunnel::kernel {

/// `sanitizers` is the function of clang's sanitizers, which are part of the program itself, where dlsym()
/// does not find them; null without one. `version` is that of the C library's symbol, for those of which it
/// has several, on the machines that have them; null for any.
template <class Function>
Function* real_function(Function* sanitizers, const char* name, const char* version) noexcept {
  if (sanitizers != nullptr) return sanitizers;
  void* found = version != nullptr ? dlvsym(RTLD_NEXT, name, version) : nullptr;
  if (found == nullptr) found = dlsym(RTLD_NEXT, name);
  return reinterpret_cast<Function*>(found);
}

}  // namespace windtunnel::kernel

/// Declares the sanitizers' function of that name.
#define WINDTUNNEL_INTERCEPTOR(name) extern "C" [[gnu::weak]] decltype(name) __interceptor_##name

/// The real function of that name; WINDTUNNEL_INTERCEPTOR must have declared the sanitizers'.
#define WINDTUNNEL_REAL_VERSION(name, version)                                                    \
  ([]() noexcept {                                                                                \
    static auto* const real =                                                                     \
        windtunnel::kernel::real_function<decltype(name)>(&__interceptor_##name, #name, version); \
    return real;                                                                                  \
  }())
#define WINDTUNNEL_REAL(name) WINDTUNNEL_REAL_VERSION(name, nullptr)
