// epoll, eventfd and timerfd.
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/timerfd.h>

#include "harness/kernel/epoll_set.hpp"
#include "harness/kernel/event_counter.hpp"
#include "harness/kernel/symbols/calls.hpp"
#include "harness/kernel/timer_file.hpp"

// NOLINTBEGIN: the C library's names
WINDTUNNEL_INTERCEPTOR(epoll_create1);
WINDTUNNEL_INTERCEPTOR(epoll_create);
WINDTUNNEL_INTERCEPTOR(epoll_ctl);
WINDTUNNEL_INTERCEPTOR(epoll_wait);
WINDTUNNEL_INTERCEPTOR(epoll_pwait);
WINDTUNNEL_INTERCEPTOR(epoll_pwait2);
WINDTUNNEL_INTERCEPTOR(eventfd);
WINDTUNNEL_INTERCEPTOR(timerfd_create);
WINDTUNNEL_INTERCEPTOR(timerfd_settime);
WINDTUNNEL_INTERCEPTOR(timerfd_gettime);

namespace windtunnel::kernel {

namespace {

template <class T>
T* file_of(int descriptor, FileKind kind) {
  File* file = simulated(descriptor);
  if (file != nullptr && file->kind() == kind) return static_cast<T*>(file);
  errno = file != nullptr ? EINVAL : EBADF;
  return nullptr;
}

int control(Kernel& kernel, EpollSet& set, int operation, int descriptor, const epoll_event* event) {
  File* file = kernel.descriptors().at(descriptor);
  if (file == nullptr) {
    if (descriptor < 0 || descriptor >= DescriptorTable::base) return finish_int(-EBADF);
    refuse_descriptor(kernel, "epoll_ctl", descriptor);
  }
  if (operation == EPOLL_CTL_DEL) return finish_int(set.remove(descriptor, *file));
  if (event == nullptr) return finish_int(-EFAULT);
  if (operation == EPOLL_CTL_ADD) return finish_int(set.add(descriptor, *file, *event));
  if (operation == EPOLL_CTL_MOD) return finish_int(set.modify(descriptor, *file, *event));
  return finish_int(-EINVAL);
}

int wait(Kernel& kernel, std::string_view call, int descriptor, epoll_event* to, int most,
         std::int64_t timeout) {
  auto* set = file_of<EpollSet>(descriptor, FileKind::epoll);
  if (set == nullptr) return -1;
  if (most <= 0) return finish_int(-EINVAL);
  const tornado::Ref<File> kept(set);
  const FileWait reason(call, *set);
  const tornado::Time deadline = timeout < 0 ? Kernel::never : deadline_after(kernel, timeout);
  for (;;) {
    const bool ready = kernel.block(reason, [set] { return set->any_ready(); }, deadline);
    if (const int reported = set->collect(to, most); reported > 0) return reported;
    if (!ready) return 0;
  }
}

Result open_file(Kernel& kernel, File* file, bool close_on_exec) {
  const tornado::Ref<File> made(file);
  return kernel.descriptors().open(*made, close_on_exec);
}

constexpr std::int64_t nanoseconds_per_millisecond = 1'000'000;

}  // namespace

}  // namespace windtunnel::kernel

using namespace windtunnel::kernel;

WINDTUNNEL_SYMBOL int epoll_create1(int flags) noexcept {
  Kernel* kernel = Kernel::here();
  if (kernel == nullptr) return WINDTUNNEL_NEXT(epoll_create1)(flags);
  if ((flags & ~EPOLL_CLOEXEC) != 0) return finish_int(-EINVAL);
  return finish_int(open_file(*kernel, new EpollSet(*kernel), flags != 0));
}

WINDTUNNEL_SYMBOL int epoll_create(int size) noexcept {
  Kernel* kernel = Kernel::here();
  if (kernel == nullptr) return WINDTUNNEL_NEXT(epoll_create)(size);
  return size <= 0 ? finish_int(-EINVAL) : epoll_create1(0);
}

WINDTUNNEL_SYMBOL int epoll_ctl(int descriptor, int operation, int watched, epoll_event* event) noexcept {
  Kernel* kernel = Kernel::here();
  if (kernel == nullptr || descriptor < DescriptorTable::base)
    return WINDTUNNEL_NEXT(epoll_ctl)(descriptor, operation, watched, event);
  auto* set = file_of<EpollSet>(descriptor, FileKind::epoll);
  return set != nullptr ? control(*kernel, *set, operation, watched, event) : -1;
}

WINDTUNNEL_SYMBOL int epoll_wait(int descriptor, epoll_event* to, int most, int timeout) {
  Kernel* kernel = Kernel::here();
  if (kernel == nullptr) return WINDTUNNEL_NEXT(epoll_wait)(descriptor, to, most, timeout);
  return wait(*kernel, "epoll_wait", descriptor, to, most, timeout * nanoseconds_per_millisecond);
}

WINDTUNNEL_SYMBOL int epoll_pwait(int descriptor, epoll_event* to, int most, int timeout,
                                  const sigset_t* mask) {
  Kernel* kernel = Kernel::here();
  if (kernel == nullptr) return WINDTUNNEL_NEXT(epoll_pwait)(descriptor, to, most, timeout, mask);
  return wait(*kernel, "epoll_pwait", descriptor, to, most, timeout * nanoseconds_per_millisecond);
}

WINDTUNNEL_SYMBOL int epoll_pwait2(int descriptor, epoll_event* to, int most, const timespec* timeout,
                                   const sigset_t* mask) {
  Kernel* kernel = Kernel::here();
  if (kernel == nullptr) return WINDTUNNEL_NEXT(epoll_pwait2)(descriptor, to, most, timeout, mask);
  if (timeout != nullptr && !is_valid(*timeout)) return finish_int(-EINVAL);
  return wait(*kernel, "epoll_pwait2", descriptor, to, most,
              timeout != nullptr ? nanoseconds_of(*timeout) : -1);
}

WINDTUNNEL_SYMBOL int eventfd(unsigned count, int flags) noexcept {
  Kernel* kernel = Kernel::here();
  if (kernel == nullptr) return WINDTUNNEL_NEXT(eventfd)(count, flags);
  if ((flags & ~(EFD_CLOEXEC | EFD_NONBLOCK | EFD_SEMAPHORE)) != 0) return finish_int(-EINVAL);
  auto* file = new EventCounter(count, (flags & EFD_SEMAPHORE) != 0);
  file->non_blocking = (flags & EFD_NONBLOCK) != 0;
  return finish_int(open_file(*kernel, file, (flags & EFD_CLOEXEC) != 0));
}

WINDTUNNEL_SYMBOL int timerfd_create(clockid_t clock, int flags) noexcept {
  Kernel* kernel = Kernel::here();
  if (kernel == nullptr) return WINDTUNNEL_NEXT(timerfd_create)(clock, flags);
  if ((flags & ~(TFD_CLOEXEC | TFD_NONBLOCK)) != 0) return finish_int(-EINVAL);
  auto* file = new TimerFile(*kernel, clock);
  file->non_blocking = (flags & TFD_NONBLOCK) != 0;
  return finish_int(open_file(*kernel, file, (flags & TFD_CLOEXEC) != 0));
}

WINDTUNNEL_SYMBOL int timerfd_settime(int descriptor, int flags, const itimerspec* to,
                                      itimerspec* before) noexcept {
  if (simulated(descriptor) == nullptr)
    return WINDTUNNEL_NEXT(timerfd_settime)(descriptor, flags, to, before);
  auto* timer = file_of<TimerFile>(descriptor, FileKind::timer);
  return timer != nullptr ? finish_int(timer->set(flags, *to, before)) : -1;
}

WINDTUNNEL_SYMBOL int timerfd_gettime(int descriptor, itimerspec* to) noexcept {
  if (simulated(descriptor) == nullptr) return WINDTUNNEL_NEXT(timerfd_gettime)(descriptor, to);
  auto* timer = file_of<TimerFile>(descriptor, FileKind::timer);
  if (timer != nullptr) *to = timer->left();
  return timer != nullptr ? 0 : -1;
}
// NOLINTEND
