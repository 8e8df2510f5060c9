// The symbols of threads.
#include "harness/kernel/threads.hpp"

#include <cerrno>
#include <cstring>
#include <pthread.h>
#include <sched.h>
#include <threads.h>

#include "harness/kernel/nanoseconds.hpp"
#include "harness/kernel/symbols/real_calls.hpp"

WINDTUNNEL_INTERCEPTOR(pthread_create);
WINDTUNNEL_INTERCEPTOR(pthread_join);
WINDTUNNEL_INTERCEPTOR(pthread_tryjoin_np);
WINDTUNNEL_INTERCEPTOR(pthread_timedjoin_np);
WINDTUNNEL_INTERCEPTOR(pthread_clockjoin_np);
WINDTUNNEL_INTERCEPTOR(pthread_detach);
WINDTUNNEL_INTERCEPTOR(pthread_exit);
WINDTUNNEL_INTERCEPTOR(pthread_cancel);
WINDTUNNEL_INTERCEPTOR(pthread_setname_np);
WINDTUNNEL_INTERCEPTOR(pthread_once);
WINDTUNNEL_INTERCEPTOR(sched_yield);
WINDTUNNEL_INTERCEPTOR(thrd_create);

// NOLINTBEGIN: the C library's names
using namespace windtunnel::kernel;

WINDTUNNEL_SYMBOL int pthread_create(pthread_t* handle, const pthread_attr_t* attributes,
                                     void* (*body)(void*), void* data) noexcept {
  Kernel* const kernel = Kernel::here();
  if (kernel != nullptr) return kernel->threads().create(handle, attributes, body, data);
  WINDTUNNEL_TELL_OUTSIDE();
  return WINDTUNNEL_NEXT_VERSION(pthread_create, "GLIBC_2.34")(handle, attributes, body, data);
}

WINDTUNNEL_SYMBOL int pthread_join(pthread_t handle, void** result) {
  Kernel* const kernel = Kernel::here();
  if (kernel == nullptr) return WINDTUNNEL_NEXT_VERSION(pthread_join, "GLIBC_2.34")(handle, result);
  return kernel->threads().join(handle, result, Kernel::never, "pthread_join");
}

WINDTUNNEL_SYMBOL int pthread_tryjoin_np(pthread_t handle, void** result) noexcept {
  Kernel* const kernel = Kernel::here();
  if (kernel == nullptr) return WINDTUNNEL_NEXT_VERSION(pthread_tryjoin_np, "GLIBC_2.34")(handle, result);
  return kernel->threads().join(handle, result, Threads::past, "pthread_tryjoin_np");
}

WINDTUNNEL_SYMBOL int pthread_timedjoin_np(pthread_t handle, void** result, const timespec* time) {
  Kernel* const kernel = Kernel::here();
  if (kernel == nullptr)
    return WINDTUNNEL_NEXT_VERSION(pthread_timedjoin_np, "GLIBC_2.34")(handle, result, time);
  return kernel->threads().join(handle, result, deadline_of(time, CLOCK_REALTIME), "pthread_timedjoin_np");
}

WINDTUNNEL_SYMBOL int pthread_clockjoin_np(pthread_t handle, void** result, clockid_t clock,
                                           const timespec* time) {
  Kernel* const kernel = Kernel::here();
  if (kernel == nullptr)
    return WINDTUNNEL_NEXT_VERSION(pthread_clockjoin_np, "GLIBC_2.34")(handle, result, clock, time);
  return kernel->threads().join(handle, result, deadline_of(time, clock), "pthread_clockjoin_np");
}

WINDTUNNEL_SYMBOL int pthread_detach(pthread_t handle) noexcept {
  Kernel* const kernel = Kernel::here();
  if (kernel == nullptr) return WINDTUNNEL_NEXT_VERSION(pthread_detach, "GLIBC_2.34")(handle);
  return kernel->threads().detach(handle);
}

WINDTUNNEL_SYMBOL void pthread_exit(void* result) {
  Kernel* const kernel = Kernel::here();
  if (kernel != nullptr && Threads::current().number() == 0) {
    kernel->abandon(
        Threads::refused,
        "pthread_exit of the program's main thread is not simulated: return from the program instead");
  }
  WINDTUNNEL_NEXT(pthread_exit)(result);
  __builtin_unreachable();
}

WINDTUNNEL_SYMBOL int pthread_cancel(pthread_t handle) {
  Kernel* const kernel = Kernel::here();
  if (kernel == nullptr) return WINDTUNNEL_NEXT_VERSION(pthread_cancel, "GLIBC_2.34")(handle);
  kernel->abandon(Threads::refused,
                  "pthread_cancel is not simulated: ask the thread to end, such as by a std::stop_token");
}

WINDTUNNEL_SYMBOL int pthread_setname_np(pthread_t handle, const char* name) noexcept {
  Kernel* const kernel = Kernel::here();
  if (kernel == nullptr) return WINDTUNNEL_NEXT_VERSION(pthread_setname_np, "GLIBC_2.34")(handle, name);
  if (std::strlen(name) > 15) return ERANGE;
  Thread* const thread = kernel->threads().find(handle);
  if (thread == nullptr) return ESRCH;
  thread->name = name;
  return 0;
}

// pthread_atfork() is part of every program and library; this is what it calls.
extern "C" int __register_atfork(void (*prepare)(), void (*parent)(), void (*child)(),
                                 void* library) noexcept;
WINDTUNNEL_INTERCEPTOR(__register_atfork);
WINDTUNNEL_SYMBOL int __register_atfork(void (*prepare)(), void (*parent)(), void (*child)(),
                                        void* library) noexcept {
  if (Kernel::here() != nullptr && child != nullptr) Threads::add_fork_handler(child);
  return WINDTUNNEL_NEXT(__register_atfork)(prepare, parent, child, library);
}

WINDTUNNEL_SYMBOL int sched_yield() noexcept {
  Kernel* const kernel = Kernel::here();
  if (kernel == nullptr) return WINDTUNNEL_NEXT(sched_yield)();
  kernel->threads().give_way();
  return 0;
}

// The control word is as the C library has it: 0 not begun, 1 running, 2 done.
WINDTUNNEL_SYMBOL int pthread_once(pthread_once_t* control, void (*function)()) {
  Kernel* const kernel = Kernel::here();
  if (kernel == nullptr) return WINDTUNNEL_NEXT_VERSION(pthread_once, "GLIBC_2.34")(control, function);
  // What is done stays done in either order. How often the unwinder asks depends on the compiler.
  if ((*control & 2) == 0 && kernel->threads().preempts()) kernel->yield("pthread_once");
  while ((*control & 2) == 0) {
    if ((*control & 1) != 0) {
      kernel->block(WaitReason("pthread_once"), [control] { return (*control & 1) == 0; });
      continue;
    }
    *control = 1;
    try {
      function();
    } catch (...) {
      *control = 0;
      throw;
    }
    *control = 2;
  }
  return 0;
}

WINDTUNNEL_SYMBOL int thrd_create(thrd_t* handle, thrd_start_t body, void* data) {
  Kernel* const kernel = Kernel::here();
  if (kernel == nullptr) return WINDTUNNEL_NEXT_VERSION(thrd_create, "GLIBC_2.34")(handle, body, data);
  kernel->abandon(Threads::refused, "thrd_create is not simulated: use std::thread or pthread_create");
}
// NOLINTEND
