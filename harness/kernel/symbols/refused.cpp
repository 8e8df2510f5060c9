// The calls of the C library that reach the network, time or other processes and that this kernel does not
// simulate: in a run each is refused by a sentence that names it and says what to do.
#include <aio.h>
#include <csignal>
#include <ctime>
#include <fcntl.h>
#include <mqueue.h>
#include <netdb.h>
#include <spawn.h>
#include <sys/epoll.h>
#include <sys/inotify.h>
#include <sys/sendfile.h>
#include <sys/signalfd.h>
#include <sys/time.h>
#include <sys/timerfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "harness/kernel/symbols/calls.hpp"

// NOLINTBEGIN: the C library's names

// Defines `name`, which is refused in a run.
#define WINDTUNNEL_REFUSED(result, name, parameters, arguments, advice)            \
  WINDTUNNEL_INTERCEPTOR(name);                                                    \
  WINDTUNNEL_SYMBOL result name parameters {                                       \
    windtunnel::kernel::Kernel* const kernel = windtunnel::kernel::Kernel::here(); \
    if (kernel != nullptr) windtunnel::kernel::refuse(*kernel, #name, advice);     \
    return WINDTUNNEL_NEXT(name) arguments;                                        \
  }

#define WINDTUNNEL_NO_PROCESS "A run is one process: start others before it, or replace them in the test."
#define WINDTUNNEL_NO_SIGNAL "A run has no signals: call what the handler would call."
#define WINDTUNNEL_NO_ALARM "Use a timer of the event loop, a timerfd or a sleep."
#define WINDTUNNEL_NO_FILE_WATCH "A run knows no files: replace what watches them in the test."

// A child would have a copy of the run.
WINDTUNNEL_REFUSED(pid_t, fork, () noexcept, (), WINDTUNNEL_NO_PROCESS)
WINDTUNNEL_REFUSED(int, posix_spawn,
                   (pid_t * child, const char* path, const posix_spawn_file_actions_t* actions,
                    const posix_spawnattr_t* attributes, char* const* arguments, char* const* environment),
                   (child, path, actions, attributes, arguments, environment), WINDTUNNEL_NO_PROCESS)
WINDTUNNEL_REFUSED(int, posix_spawnp,
                   (pid_t * child, const char* path, const posix_spawn_file_actions_t* actions,
                    const posix_spawnattr_t* attributes, char* const* arguments, char* const* environment),
                   (child, path, actions, attributes, arguments, environment), WINDTUNNEL_NO_PROCESS)
WINDTUNNEL_REFUSED(int, system, (const char* command), (command), WINDTUNNEL_NO_PROCESS)
WINDTUNNEL_REFUSED(FILE*, popen, (const char* command, const char* mode), (command, mode),
                   WINDTUNNEL_NO_PROCESS)
WINDTUNNEL_REFUSED(pid_t, waitpid, (pid_t child, int* status, int flags), (child, status, flags),
                   WINDTUNNEL_NO_PROCESS)

WINDTUNNEL_REFUSED(int, signalfd, (int descriptor, const sigset_t* mask, int flags) noexcept,
                   (descriptor, mask, flags), WINDTUNNEL_NO_SIGNAL)
WINDTUNNEL_REFUSED(int, sigwait, (const sigset_t* set, int* signal), (set, signal), WINDTUNNEL_NO_SIGNAL)
WINDTUNNEL_REFUSED(int, sigwaitinfo, (const sigset_t* set, siginfo_t* info), (set, info),
                   WINDTUNNEL_NO_SIGNAL)
WINDTUNNEL_REFUSED(int, sigtimedwait, (const sigset_t* set, siginfo_t* info, const timespec* timeout),
                   (set, info, timeout), WINDTUNNEL_NO_SIGNAL)
WINDTUNNEL_REFUSED(int, sigsuspend, (const sigset_t* mask), (mask), WINDTUNNEL_NO_SIGNAL)
WINDTUNNEL_REFUSED(int, pause, (), (), WINDTUNNEL_NO_SIGNAL)

WINDTUNNEL_REFUSED(unsigned, alarm, (unsigned seconds) noexcept, (seconds), WINDTUNNEL_NO_ALARM)
WINDTUNNEL_REFUSED(int, timer_create, (clockid_t clock, sigevent* event, timer_t* timer) noexcept,
                   (clock, event, timer), WINDTUNNEL_NO_ALARM)

WINDTUNNEL_REFUSED(int, inotify_init, () noexcept, (), WINDTUNNEL_NO_FILE_WATCH)
WINDTUNNEL_REFUSED(int, inotify_init1, (int flags) noexcept, (flags), WINDTUNNEL_NO_FILE_WATCH)

WINDTUNNEL_REFUSED(int, aio_read, (aiocb * control) noexcept, (control), "Use a thread that reads.")
WINDTUNNEL_REFUSED(int, aio_write, (aiocb * control) noexcept, (control), "Use a thread that writes.")
WINDTUNNEL_REFUSED(ssize_t, splice,
                   (int from, off64_t* from_at, int to, off64_t* to_at, size_t size, unsigned flags),
                   (from, from_at, to, to_at, size, flags), "Read and write.")
WINDTUNNEL_REFUSED(ssize_t, tee, (int from, int to, size_t size, unsigned flags), (from, to, size, flags),
                   "Read and write.")
WINDTUNNEL_REFUSED(hostent*, gethostbyaddr, (const void* address, socklen_t size, int family),
                   (address, size, family), "Use getnameinfo.")
WINDTUNNEL_REFUSED(int, getaddrinfo_a, (int mode, gaicb** list, int count, sigevent* event),
                   (mode, list, count, event), "Use getaddrinfo in a thread.")
// NOLINTEND
