// poll and select.
#include <algorithm>
#include <sys/poll.h>
#include <sys/select.h>

#include "harness/kernel/symbols/calls.hpp"

// NOLINTBEGIN: the C library's names
WINDTUNNEL_INTERCEPTOR(poll);
WINDTUNNEL_INTERCEPTOR(ppoll);
WINDTUNNEL_INTERCEPTOR(select);
WINDTUNNEL_INTERCEPTOR(pselect);

namespace windtunnel::kernel {

namespace {

constexpr std::int64_t no_limit = -1;

File* file_in_run(Kernel& kernel, std::string_view call, int descriptor) {
  File* file = kernel.descriptors().at(descriptor);
  if (file == nullptr && descriptor >= 0 && descriptor < DescriptorTable::base)
    refuse_descriptor(kernel, call, descriptor);
  return file;
}

// Sets what has happened. Returns for how many descriptors.
int look(Kernel& kernel, std::string_view call, std::span<pollfd> all) {
  int ready = 0;
  for (pollfd& one : all) {
    one.revents = 0;
    if (one.fd < 0) continue;
    const File* file = file_in_run(kernel, call, one.fd);
    const std::uint32_t wanted = static_cast<std::uint16_t>(one.events) | unsigned{POLLERR | POLLHUP};
    one.revents = static_cast<short>(file != nullptr ? file->readiness() & wanted : unsigned{POLLNVAL});
    if (one.revents != 0) ++ready;
  }
  return ready;
}

int wait(Kernel& kernel, std::string_view call, std::span<pollfd> all, std::int64_t timeout) {
  const WaitReason reason(call);
  int ready = 0;
  const tornado::Time deadline = timeout < 0 ? Kernel::never : deadline_after(kernel, timeout);
  kernel.block(reason, [&] { return (ready = look(kernel, call, all)) > 0; }, deadline);
  return ready;
}

// The sets of select(), each of which may be null.
struct Sets {
  static constexpr std::uint32_t readable = POLLRDNORM | POLLRDBAND | POLLIN | POLLHUP | POLLERR;
  static constexpr std::uint32_t writable = POLLWRBAND | POLLWRNORM | POLLOUT | POLLERR;
  static constexpr std::uint32_t special = POLLPRI;

  int end;
  fd_set* read;
  fd_set* write;
  fd_set* except;

  bool has(const fd_set* set, int descriptor) const { return set != nullptr && FD_ISSET(descriptor, set); }
};

// Returns how many bits of `to` are set; -EBADF for a descriptor that is not open.
Result look(Kernel& kernel, std::string_view call, const Sets& wanted, fd_set (&to)[3]) {
  for (fd_set& set : to) FD_ZERO(&set);
  Result bits = 0;
  for (int descriptor = 0; descriptor < wanted.end; ++descriptor) {
    const fd_set* const sets[] = {wanted.read, wanted.write, wanted.except};
    constexpr std::uint32_t events[] = {Sets::readable, Sets::writable, Sets::special};
    for (std::size_t at = 0; at < 3; ++at) {
      if (!wanted.has(sets[at], descriptor)) continue;
      const File* file = file_in_run(kernel, call, descriptor);
      if (file == nullptr) return -EBADF;
      if ((file->readiness() & events[at]) == 0) continue;
      FD_SET(descriptor, &to[at]);
      ++bits;
    }
  }
  return bits;
}

int wait(Kernel& kernel, std::string_view call, const Sets& sets, std::int64_t timeout) {
  if (sets.end < 0 || sets.end > FD_SETSIZE) return finish_int(-EINVAL);
  const WaitReason reason(call);
  fd_set found[3];
  Result bits = 0;
  const tornado::Time deadline = timeout < 0 ? Kernel::never : deadline_after(kernel, timeout);
  kernel.block(reason, [&] { return (bits = look(kernel, call, sets, found)) != 0; }, deadline);
  if (bits < 0) return finish_int(bits);
  fd_set* const to[] = {sets.read, sets.write, sets.except};
  for (std::size_t at = 0; at < 3; ++at) {
    if (to[at] != nullptr) *to[at] = found[at];
  }
  return static_cast<int>(bits);
}

}  // namespace

}  // namespace windtunnel::kernel

using namespace windtunnel::kernel;

WINDTUNNEL_SYMBOL int poll(pollfd* all, nfds_t count, int timeout) {
  Kernel* const kernel = Kernel::here();
  if (kernel == nullptr) return WINDTUNNEL_NEXT(poll)(all, count, timeout);
  return wait(*kernel, "poll", std::span(all, count),
              timeout < 0 ? no_limit : timeout * std::int64_t{1'000'000});
}

WINDTUNNEL_SYMBOL int __poll_chk(pollfd* all, nfds_t count, int timeout, size_t room) {
  if (count * sizeof *all > room) std::abort();
  return poll(all, count, timeout);
}

WINDTUNNEL_SYMBOL int ppoll(pollfd* all, nfds_t count, const timespec* timeout, const sigset_t* mask) {
  Kernel* const kernel = Kernel::here();
  if (kernel == nullptr) return WINDTUNNEL_NEXT(ppoll)(all, count, timeout, mask);
  if (timeout != nullptr && !is_valid(*timeout)) return finish_int(-EINVAL);
  return wait(*kernel, "ppoll", std::span(all, count),
              timeout == nullptr ? no_limit : nanoseconds_of(*timeout));
}

WINDTUNNEL_SYMBOL int __ppoll_chk(pollfd* all, nfds_t count, const timespec* timeout, const sigset_t* mask,
                                  size_t room) {
  if (count * sizeof *all > room) std::abort();
  return ppoll(all, count, timeout, mask);
}

WINDTUNNEL_SYMBOL int select(int end, fd_set* read, fd_set* write, fd_set* except, timeval* timeout) {
  Kernel* const kernel = Kernel::here();
  if (kernel == nullptr) return WINDTUNNEL_NEXT(select)(end, read, write, except, timeout);
  std::int64_t limit = no_limit;
  if (timeout != nullptr) {
    if (timeout->tv_sec < 0 || timeout->tv_usec < 0) return finish_int(-EINVAL);
    limit = nanoseconds_of(timespec{timeout->tv_sec, 0}) + timeout->tv_usec * 1000;
  }
  return wait(*kernel, "select", Sets{end, read, write, except}, limit);
}

WINDTUNNEL_SYMBOL int pselect(int end, fd_set* read, fd_set* write, fd_set* except, const timespec* timeout,
                              const sigset_t* mask) {
  Kernel* const kernel = Kernel::here();
  if (kernel == nullptr) return WINDTUNNEL_NEXT(pselect)(end, read, write, except, timeout, mask);
  if (timeout != nullptr && !is_valid(*timeout)) return finish_int(-EINVAL);
  return wait(*kernel, "pselect", Sets{end, read, write, except},
              timeout == nullptr ? no_limit : nanoseconds_of(*timeout));
}
// NOLINTEND
