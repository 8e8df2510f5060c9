// The calls about descriptors of any kind: reading, writing, closing, duplicating, flags.
#include <cstdarg>
#include <cstring>
#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#include "harness/kernel/symbols/calls.hpp"
#include "harness/kernel/symbols/transfers.hpp"

// NOLINTBEGIN: the C library's names
WINDTUNNEL_INTERCEPTOR(close);
WINDTUNNEL_INTERCEPTOR(read);
WINDTUNNEL_INTERCEPTOR(write);
WINDTUNNEL_INTERCEPTOR(readv);
WINDTUNNEL_INTERCEPTOR(writev);
WINDTUNNEL_INTERCEPTOR(fcntl);
WINDTUNNEL_INTERCEPTOR(fcntl64);
WINDTUNNEL_INTERCEPTOR(ioctl);
WINDTUNNEL_INTERCEPTOR(dup);
WINDTUNNEL_INTERCEPTOR(dup2);
WINDTUNNEL_INTERCEPTOR(dup3);
WINDTUNNEL_INTERCEPTOR(fstat);
WINDTUNNEL_INTERCEPTOR(fstat64);
WINDTUNNEL_INTERCEPTOR(lseek);
WINDTUNNEL_INTERCEPTOR(lseek64);
WINDTUNNEL_INTERCEPTOR(isatty);
WINDTUNNEL_INTERCEPTOR(close_range);

namespace windtunnel::kernel {

namespace {

int control(Kernel& kernel, File& file, int descriptor, int command, long argument) {
  DescriptorTable& table = kernel.descriptors();
  switch (command) {
    case F_GETFL:
      return O_RDWR | (file.non_blocking ? O_NONBLOCK : 0);
    case F_SETFL:
      file.non_blocking = (argument & O_NONBLOCK) != 0;
      return 0;
    case F_GETFD:
      return table.close_on_exec(descriptor) ? FD_CLOEXEC : 0;
    case F_SETFD:
      table.set_close_on_exec(descriptor, (argument & FD_CLOEXEC) != 0);
      return 0;
    case F_DUPFD:
    case F_DUPFD_CLOEXEC:
      if (argument < 0) return finish_int(-EINVAL);
      return finish_int(table.open(file, command == F_DUPFD_CLOEXEC, static_cast<int>(argument)));
    default:
      return finish_int(-EINVAL);
  }
}

int control_device(File& file, unsigned long request, void* argument) {
  switch (request) {
    case FIONBIO:
      file.non_blocking = *static_cast<int*>(argument) != 0;
      return 0;
    case FIONREAD: {
      const Result bytes = file.available();
      if (bytes >= 0) *static_cast<int*>(argument) = static_cast<int>(bytes);
      return bytes >= 0 ? 0 : finish_int(bytes);
    }
    case FIOCLEX:
    case FIONCLEX:
      return 0;
    default:
      return finish_int(-ENOTTY);
  }
}

template <class Stat>
int fill(const File& file, int descriptor, Stat* to) {
  std::memset(to, 0, sizeof *to);
  const mode_t types[] = {S_IFSOCK, 0, 0, 0, S_IFIFO};  // by FileKind; anonymous ones have no type
  to->st_mode = types[static_cast<std::size_t>(file.kind())] | S_IRUSR | S_IWUSR;
  to->st_ino = static_cast<ino_t>(descriptor);
  to->st_nlink = 1;
  to->st_blksize = 4096;
  return 0;
}

int duplicate(Kernel& kernel, int from, int to, bool close_on_exec) {
  File* file = kernel.descriptors().at(from);
  if (file == nullptr || to < DescriptorTable::base) {
    // A simulated file would get a real descriptor, or the reverse.
    refuse(kernel, "dup2", "It mixes simulated and real descriptors.");
  }
  return finish_int(kernel.descriptors().open_at(to, *file, close_on_exec));
}

}  // namespace

}  // namespace windtunnel::kernel

using namespace windtunnel::kernel;

WINDTUNNEL_SYMBOL int close(int descriptor) {
  if (simulated(descriptor) == nullptr) return WINDTUNNEL_NEXT(close)(descriptor);
  return finish_int(Kernel::here()->descriptors().close(descriptor));
}

WINDTUNNEL_SYMBOL int close_range(unsigned first, unsigned last, int flags) noexcept {
  Kernel* kernel = Kernel::here();
  if (kernel == nullptr) return WINDTUNNEL_NEXT(close_range)(first, last, flags);
  if (first > last) return finish_int(-EINVAL);
  const auto base = static_cast<unsigned>(DescriptorTable::base);
  if (first < base) refuse(*kernel, "close_range", "Its range begins below the simulated descriptors.");
  const auto end = static_cast<unsigned>(kernel->descriptors().end());
  for (unsigned at = first; at < end && at <= last; ++at) {
    if ((flags & CLOSE_RANGE_CLOEXEC) != 0) {
      kernel->descriptors().set_close_on_exec(static_cast<int>(at), true);
    } else {
      kernel->descriptors().close(static_cast<int>(at));
    }
  }
  return 0;
}

WINDTUNNEL_SYMBOL ssize_t read(int descriptor, void* to, size_t size) {
  File* file = simulated(descriptor);
  if (file == nullptr) return WINDTUNNEL_NEXT(read)(descriptor, to, size);
  const iovec part{to, size};
  return finish(read_from("read", *file, {&part, 1}));
}

WINDTUNNEL_SYMBOL ssize_t __read_chk(int descriptor, void* to, size_t size, size_t room) {
  if (size > room) std::abort();
  return read(descriptor, to, size);
}

WINDTUNNEL_SYMBOL ssize_t write(int descriptor, const void* from, size_t size) {
  File* file = simulated(descriptor);
  if (file == nullptr) return WINDTUNNEL_NEXT(write)(descriptor, from, size);
  const iovec part{const_cast<void*>(from), size};
  return finish(write_to("write", *file, {&part, 1}));
}

WINDTUNNEL_SYMBOL ssize_t readv(int descriptor, const iovec* parts, int count) {
  File* file = simulated(descriptor);
  if (file == nullptr) return WINDTUNNEL_NEXT(readv)(descriptor, parts, count);
  if (count < 0 || count > IOV_MAX) return finish(-EINVAL);
  return finish(read_from("readv", *file, {parts, static_cast<std::size_t>(count)}));
}

WINDTUNNEL_SYMBOL ssize_t writev(int descriptor, const iovec* parts, int count) {
  File* file = simulated(descriptor);
  if (file == nullptr) return WINDTUNNEL_NEXT(writev)(descriptor, parts, count);
  if (count < 0 || count > IOV_MAX) return finish(-EINVAL);
  return finish(write_to("writev", *file, {parts, static_cast<std::size_t>(count)}));
}

WINDTUNNEL_SYMBOL int fcntl(int descriptor, int command, ...) {
  va_list list;
  va_start(list, command);
  const long argument = va_arg(list, long);
  va_end(list);
  File* file = simulated(descriptor);
  if (file == nullptr) return WINDTUNNEL_NEXT(fcntl)(descriptor, command, argument);
  return control(*Kernel::here(), *file, descriptor, command, argument);
}

WINDTUNNEL_SYMBOL int fcntl64(int descriptor, int command, ...) {
  va_list list;
  va_start(list, command);
  const long argument = va_arg(list, long);
  va_end(list);
  File* file = simulated(descriptor);
  if (file == nullptr) return WINDTUNNEL_NEXT(fcntl64)(descriptor, command, argument);
  return control(*Kernel::here(), *file, descriptor, command, argument);
}

WINDTUNNEL_SYMBOL int ioctl(int descriptor, unsigned long request, ...) noexcept {
  va_list list;
  va_start(list, request);
  void* const argument = va_arg(list, void*);
  va_end(list);
  File* file = simulated(descriptor);
  if (file == nullptr) return WINDTUNNEL_NEXT(ioctl)(descriptor, request, argument);
  return control_device(*file, request, argument);
}

WINDTUNNEL_SYMBOL int dup(int descriptor) noexcept {
  File* file = simulated(descriptor);
  if (file == nullptr) return WINDTUNNEL_NEXT(dup)(descriptor);
  return finish_int(Kernel::here()->descriptors().open(*file, false));
}

WINDTUNNEL_SYMBOL int dup2(int from, int to) noexcept {
  if (simulated(from) == nullptr && simulated(to) == nullptr) return WINDTUNNEL_NEXT(dup2)(from, to);
  return from == to ? to : duplicate(*Kernel::here(), from, to, false);
}

WINDTUNNEL_SYMBOL int dup3(int from, int to, int flags) noexcept {
  if (simulated(from) == nullptr && simulated(to) == nullptr) return WINDTUNNEL_NEXT(dup3)(from, to, flags);
  return from == to ? finish_int(-EINVAL) : duplicate(*Kernel::here(), from, to, (flags & O_CLOEXEC) != 0);
}

WINDTUNNEL_SYMBOL int fstat(int descriptor, struct stat* to) noexcept {
  File* file = simulated(descriptor);
  return file == nullptr ? WINDTUNNEL_NEXT(fstat)(descriptor, to) : fill(*file, descriptor, to);
}

WINDTUNNEL_SYMBOL int fstat64(int descriptor, struct stat64* to) noexcept {
  File* file = simulated(descriptor);
  return file == nullptr ? WINDTUNNEL_NEXT(fstat64)(descriptor, to) : fill(*file, descriptor, to);
}

WINDTUNNEL_SYMBOL off_t lseek(int descriptor, off_t offset, int from) noexcept {
  if (simulated(descriptor) == nullptr) return WINDTUNNEL_NEXT(lseek)(descriptor, offset, from);
  return finish(-ESPIPE);
}

WINDTUNNEL_SYMBOL off64_t lseek64(int descriptor, off64_t offset, int from) noexcept {
  if (simulated(descriptor) == nullptr) return WINDTUNNEL_NEXT(lseek64)(descriptor, offset, from);
  return finish(-ESPIPE);
}

WINDTUNNEL_SYMBOL int isatty(int descriptor) noexcept {
  if (simulated(descriptor) == nullptr) return WINDTUNNEL_NEXT(isatty)(descriptor);
  errno = ENOTTY;
  return 0;
}
// NOLINTEND
