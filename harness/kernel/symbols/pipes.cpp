// pipe, socketpair, and the paths of local sockets.
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "harness/kernel/local_socket.hpp"
#include "harness/kernel/pipe_end.hpp"
#include "harness/kernel/symbols/calls.hpp"

// NOLINTBEGIN: the C library's names
WINDTUNNEL_INTERCEPTOR(pipe);
WINDTUNNEL_INTERCEPTOR(pipe2);
WINDTUNNEL_INTERCEPTOR(socketpair);
WINDTUNNEL_INTERCEPTOR(unlink);

// UndefinedBehaviorSanitizer asks for this function when it checks a type; null without that check.
extern "C" [[gnu::weak]] void __ubsan_handle_dynamic_type_cache_miss(void*, unsigned long, unsigned long);

namespace windtunnel::kernel {

namespace {

Result open_two(Kernel& kernel, const tornado::Ref<File>& one, const tornado::Ref<File>& other, int* to,
                bool non_blocking, bool close_on_exec) {
  one->non_blocking = other->non_blocking = non_blocking;
  const Result first = kernel.descriptors().open(*one, close_on_exec);
  if (first < 0) return first;
  const Result second = kernel.descriptors().open(*other, close_on_exec);
  if (second < 0) {
    kernel.descriptors().close(static_cast<int>(first));
    return second;
  }
  to[0] = static_cast<int>(first);
  to[1] = static_cast<int>(second);
  return 0;
}

Result open_pair(Kernel& kernel, int family, int type, int protocol, int* to) {
  const int kind = type & ~(SOCK_NONBLOCK | SOCK_CLOEXEC);
  Result error = 0;
  const auto one = make_socket(kernel, family, kind, protocol, error);
  const auto other = make_socket(kernel, family, kind, protocol, error);
  if (error < 0) return error;
  if (family != AF_UNIX) return -EOPNOTSUPP;
  LocalSocket::join(static_cast<LocalSocket&>(*one), static_cast<LocalSocket&>(*other));
  return open_two(kernel, tornado::Ref<File>(one.get()), tornado::Ref<File>(other.get()), to,
                  (type & SOCK_NONBLOCK) != 0, (type & SOCK_CLOEXEC) != 0);
}

}  // namespace

}  // namespace windtunnel::kernel

using namespace windtunnel::kernel;

WINDTUNNEL_SYMBOL int pipe2(int* to, int flags) noexcept {
  Kernel* const kernel = Kernel::here();
  if (kernel == nullptr) return WINDTUNNEL_NEXT(pipe2)(to, flags);
  if ((flags & ~(O_CLOEXEC | O_NONBLOCK)) != 0) return finish_int(-EINVAL);
  const auto [reader, writer] = make_pipe();
  return finish_int(
      open_two(*kernel, reader, writer, to, (flags & O_NONBLOCK) != 0, (flags & O_CLOEXEC) != 0));
}

WINDTUNNEL_SYMBOL int pipe(int* to) noexcept {
  // The sanitizer's own check writes to the real pipe that it asks for. A program's real pipe is noticed
  // where it is used: an epoll set refuses it.
  if (&__ubsan_handle_dynamic_type_cache_miss != nullptr || Kernel::here() == nullptr)
    return WINDTUNNEL_NEXT(pipe)(to);
  return pipe2(to, 0);
}

WINDTUNNEL_SYMBOL int socketpair(int family, int type, int protocol, int* to) noexcept {
  Kernel* const kernel = Kernel::here();
  if (kernel == nullptr) return WINDTUNNEL_NEXT(socketpair)(family, type, protocol, to);
  return finish_int(open_pair(*kernel, family, type, protocol, to));
}

WINDTUNNEL_SYMBOL int unlink(const char* path) noexcept {
  Kernel* const kernel = Kernel::here();
  if (kernel != nullptr && kernel->local_paths().unlink(path)) return 0;
  return WINDTUNNEL_NEXT(unlink)(path);
}
// NOLINTEND
