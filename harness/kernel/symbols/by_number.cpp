#include "harness/kernel/symbols/by_number.hpp"

#include <cerrno>
#include <ctime>
#include <fcntl.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <sys/uio.h>
#include <type_traits>
#include <unistd.h>

#include "harness/kernel/symbols/calls.hpp"

namespace windtunnel::kernel {

namespace {

template <class T>
T as(long value) {
  if constexpr (std::is_pointer_v<T>) {
    return reinterpret_cast<T>(value);
  } else {
    return static_cast<T>(value);
  }
}

template <class Result, class... Parameters, std::size_t... Places>
long call(Result (*function)(Parameters...), const long (&arguments)[6], std::index_sequence<Places...>) {
  return static_cast<long>(function(as<Parameters>(arguments[Places])...));
}

// Calls the function with as many of the arguments as it takes.
template <class Result, class... Parameters>
long call(Result (*function)(Parameters...), const long (&arguments)[6]) {
  return call(function, arguments, std::index_sequence_for<Parameters...>());
}

int fcntl_with_number(int descriptor, int command, long argument) {
  return fcntl(descriptor, command, argument);
}
int ioctl_with_pointer(int descriptor, unsigned long request, void* argument) {
  return ioctl(descriptor, request, argument);
}
int clock_nanosleep_with_errno(clockid_t clock, int flags, const timespec* length, timespec* left) {
  return finish_int(-clock_nanosleep(clock, flags, length, left));
}

// About descriptors, which the real system answers if they are real.
bool answer_files(long number, const long (&arguments)[6], long& result) {
  if (simulated(static_cast<int>(arguments[0])) == nullptr) return false;
  switch (number) {
    case SYS_close:
      result = call(&close, arguments);
      return true;
    case SYS_read:
      result = call(&read, arguments);
      return true;
    case SYS_write:
      result = call(&write, arguments);
      return true;
    case SYS_readv:
      result = call(&readv, arguments);
      return true;
    case SYS_writev:
      result = call(&writev, arguments);
      return true;
    case SYS_fcntl:
      result = call(&fcntl_with_number, arguments);
      return true;
    case SYS_ioctl:
      result = call(&ioctl_with_pointer, arguments);
      return true;
    case SYS_dup:
      result = call(&dup, arguments);
      return true;
    case SYS_dup3:
      result = call(&dup3, arguments);
      return true;
    default:
      return false;
  }
}

bool answer_sockets(long number, const long (&arguments)[6], long& result) {
  switch (number) {
    case SYS_socket:
      result = call(&socket, arguments);
      return true;
    case SYS_socketpair:
      result = call(&socketpair, arguments);
      return true;
    case SYS_bind:
      result = call(&bind, arguments);
      return true;
    case SYS_listen:
      result = call(&listen, arguments);
      return true;
    case SYS_connect:
      result = call(&connect, arguments);
      return true;
    case SYS_accept4:
      result = call(&accept4, arguments);
      return true;
    case SYS_shutdown:
      result = call(&shutdown, arguments);
      return true;
    case SYS_sendto:
      result = call(&sendto, arguments);
      return true;
    case SYS_recvfrom:
      result = call(&recvfrom, arguments);
      return true;
    case SYS_sendmsg:
      result = call(&sendmsg, arguments);
      return true;
    case SYS_recvmsg:
      result = call(&recvmsg, arguments);
      return true;
    case SYS_sendmmsg:
      result = call(&sendmmsg, arguments);
      return true;
    case SYS_recvmmsg:
      result = call(&recvmmsg, arguments);
      return true;
    default:
      return false;
  }
}

bool answer_waiting(long number, const long (&arguments)[6], long& result) {
  switch (number) {
    case SYS_epoll_create1:
      result = call(&epoll_create1, arguments);
      return true;
    case SYS_epoll_ctl:
      result = call(&epoll_ctl, arguments);
      return true;
    case SYS_epoll_pwait:
      result = call(&epoll_pwait, arguments);
      return true;
    case SYS_eventfd2:
      result = call(&eventfd, arguments);
      return true;
    case SYS_timerfd_create:
      result = call(&timerfd_create, arguments);
      return true;
    case SYS_pipe2:
      result = call(&pipe2, arguments);
      return true;
    case SYS_ppoll:
      result = call(&ppoll, arguments);
      return true;
    case SYS_clock_gettime:
      result = call(&clock_gettime, arguments);
      return true;
    case SYS_clock_nanosleep:
      result = call(&clock_nanosleep_with_errno, arguments);
      return true;
    case SYS_getrandom:
      result = call(&getrandom, arguments);
      return true;
    case SYS_io_uring_setup:
      // A kernel without it: libraries that can do without it then use epoll.
      result = finish(-ENOSYS);
      return true;
    default:
      return false;
  }
}

}  // namespace

bool answer_by_number(long number, const long (&arguments)[6], long& result) {
  return answer_files(number, arguments, result) || answer_sockets(number, arguments, result) ||
         answer_waiting(number, arguments, result);
}

}  // namespace windtunnel::kernel
