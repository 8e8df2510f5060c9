#include "harness/testing/outside_calls.hpp"

#include <string>  // first: it says which C library this is

#if defined(__linux__) && defined(__GLIBC__)

#include <ctime>
#include <dlfcn.h>
#include <pthread.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "harness/subjects/world/world.hpp"
#include "harness/testing/stack_words.hpp"

namespace windtunnel {

// Called by the simulated kernel, too, where that is linked: then its functions take the place of those
// below.
void tell_outside_call(const char* call, const void* caller) {
  if (World::runs_here()) [[unlikely]]
    World::note_outside(call, &stack_in_words, caller);
}

namespace {

// What would be called without this file: a sanitizer's function, or the C library's.
template <class Function>
Function* next_of(Function* sanitizers, const char* name) {
  return sanitizers != nullptr ? sanitizers : reinterpret_cast<Function*>(dlsym(RTLD_NEXT, name));
}

}  // namespace

bool watches_outside_calls() {
  return true;
}

}  // namespace windtunnel

// clang's sanitizers are part of the program itself, where dlsym() does not find them.
#define WINDTUNNEL_WATCH(result, name, parameters, arguments)                                       \
  extern "C" [[gnu::weak]] result __interceptor_##name parameters;                                  \
  extern "C" [[gnu::visibility("default"), gnu::weak]] result name parameters {                     \
    static auto* const next = windtunnel::next_of<result parameters>(&__interceptor_##name, #name); \
    windtunnel::tell_outside_call(#name, __builtin_return_address(0));                              \
    return next arguments;                                                                          \
  }

// NOLINTBEGIN: the C library's names
WINDTUNNEL_WATCH(int, clock_gettime, (clockid_t clock, timespec* time) noexcept, (clock, time))
WINDTUNNEL_WATCH(int, gettimeofday, (timeval * time, void* zone) noexcept, (time, zone))
WINDTUNNEL_WATCH(time_t, time, (time_t* time) noexcept, (time))
WINDTUNNEL_WATCH(clock_t, clock, () noexcept, ())
WINDTUNNEL_WATCH(int, nanosleep, (const timespec* length, timespec* left), (length, left))
WINDTUNNEL_WATCH(int, clock_nanosleep, (clockid_t clock, int flags, const timespec* length, timespec* left),
                 (clock, flags, length, left))
WINDTUNNEL_WATCH(int, usleep, (useconds_t length), (length))
WINDTUNNEL_WATCH(unsigned, sleep, (unsigned seconds), (seconds))
WINDTUNNEL_WATCH(int, pthread_create,
                 (pthread_t * thread, const pthread_attr_t* attributes, void* (*run)(void*),
                  void* data) noexcept,
                 (thread, attributes, run, data))
WINDTUNNEL_WATCH(int, socket, (int domain, int type, int protocol) noexcept, (domain, type, protocol))
WINDTUNNEL_WATCH(int, connect, (int socket, const sockaddr* address, socklen_t length),
                 (socket, address, length))
WINDTUNNEL_WATCH(ssize_t, getrandom, (void* bytes, size_t size, unsigned flags), (bytes, size, flags))
WINDTUNNEL_WATCH(int, getentropy, (void* bytes, size_t size), (bytes, size))
WINDTUNNEL_WATCH(int, rand, () noexcept, ())
WINDTUNNEL_WATCH(long, random, () noexcept, ())
// NOLINTEND

#ifdef __GLIBCXX__
// std::random_device::operator(), by the function of libstdc++ that each call goes through.
extern "C" [[gnu::visibility("default")]] unsigned windtunnel_random_device(void* device) asm(
    "_ZNSt13random_device9_M_getvalEv");
extern "C" unsigned windtunnel_random_device(void* device) {
  static auto* const next = windtunnel::next_of<unsigned(void*)>(nullptr, "_ZNSt13random_device9_M_getvalEv");
  windtunnel::tell_outside_call("std::random_device", __builtin_return_address(0));
  return next(device);
}
#endif

#else

namespace windtunnel {
bool watches_outside_calls() {
  return false;
}
}  // namespace windtunnel

#endif
