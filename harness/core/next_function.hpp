// The way past a function of the C library that this project defines: what it would be without that. The
// simulated kernel defines such functions, and so does windtunnel::gtest, which notes calls from inside a
// run.
#pragma once

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <dlfcn.h>

namespace windtunnel::core {

/// The sanitizer's function, if the program has one, or the next of that name behind this library's. Of some
/// functions the C library has several versions; `version` is the one that programs are linked with today, on
/// the machines that have it.
template <class Function>
Function* next_of(Function* sanitizers, const char* name, const char* version) {
  // clang's sanitizers are part of the program itself, where dlsym() does not find them.
  if (sanitizers != nullptr) return sanitizers;
  auto* next = reinterpret_cast<Function*>(version != nullptr ? dlvsym(RTLD_NEXT, name, version) : nullptr);
  if (next == nullptr) next = reinterpret_cast<Function*>(dlsym(RTLD_NEXT, name));
  if (next == nullptr) {
    std::fprintf(stderr, "windtunnel: the C library has no %s; is it linked statically?\n", name);
    std::abort();
  }
  return next;
}

/// What next_of() gives, kept in a variable of the caller's: not in a function's static one, which would make
/// a thread of a run wait for one that has not got the baton yet, and that wait would be simulated.
template <class Function>
Function* kept_next_of(std::atomic<void*>& kept, Function* sanitizers, const char* name,
                       const char* version) {
  void* next = kept.load(std::memory_order_relaxed);
  if (next == nullptr) [[unlikely]] {
    next = reinterpret_cast<void*>(next_of(sanitizers, name, version));
    kept.store(next, std::memory_order_relaxed);
  }
  return reinterpret_cast<Function*>(next);
}

}  // namespace windtunnel::core

// NOLINTBEGIN(bugprone-macro-parentheses): these are declarations, and names
// In front of a definition: visible from shared libraries, whatever the program's default is.
#define WINDTUNNEL_SYMBOL extern "C" [[gnu::visibility("default")]]

// WINDTUNNEL_NEXT(name) is the real function, in a file that says WINDTUNNEL_INTERCEPTOR(name) once.
#define WINDTUNNEL_INTERCEPTOR(name) extern "C" [[gnu::weak]] decltype(name) __interceptor_##name
#define WINDTUNNEL_NEXT_VERSION(name, version)                                           \
  ([]() noexcept {                                                                       \
    static constinit std::atomic<void*> found{nullptr};                                  \
    return windtunnel::core::kept_next_of(found, &__interceptor_##name, #name, version); \
  }())
#define WINDTUNNEL_NEXT(name) WINDTUNNEL_NEXT_VERSION(name, nullptr)
// NOLINTEND(bugprone-macro-parentheses)
