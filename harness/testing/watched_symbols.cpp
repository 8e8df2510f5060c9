// The watched functions that the simulated kernel defines, too. This file is linked for
// symbols_are_watched(), and only where the kernel does not define that: a function must not be there twice.
#include <string>  // says which C library this is

#include "harness/testing/outside_calls.hpp"

#if defined(__linux__) && defined(__GLIBC__)

#include <ctime>
#include <pthread.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "harness/testing/watched_call.hpp"

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
// NOLINTEND

bool windtunnel::symbols_are_watched() {
  return true;
}

#else

bool windtunnel::symbols_are_watched() {
  return false;
}

#endif
