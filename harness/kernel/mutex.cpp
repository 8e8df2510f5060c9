#include "harness/kernel/mutex.hpp"

#include <algorithm>
#include <cerrno>
#include <fmt/format.h>
#include <iterator>
#include <vector>

namespace windtunnel::kernel {

namespace {

constexpr int robust = 16;  // a bit of the kind, as in glibc

int kind_of(const pthread_mutex_t& mutex) {
  return mutex.__data.__kind & 3;
}

bool has(const pthread_mutex_t& mutex, const Thread& thread) {
  return mutex.__data.__lock != 0 && mutex.__data.__owner == thread.real_number;
}

class MutexReason final : public WaitReason {
 public:
  MutexReason(std::string_view call, Kernel& kernel, pthread_mutex_t& mutex)
      : WaitReason(call), kernel_(kernel), mutex_(mutex) {}

  std::string words() const override {
    const Threads& threads = kernel_.threads();
    return fmt::format("{} for {}, which {} has", call(), threads.object_words(object_of(kernel_, mutex_)),
                       threads.name_of_owner(mutex_.__data.__owner));
  }
  const Thread* owner() const override { return kernel_.threads().find_real(mutex_.__data.__owner); }
  std::uint32_t object() const override { return object_of(kernel_, mutex_); }

 private:
  Kernel& kernel_;
  pthread_mutex_t& mutex_;
};

}  // namespace

std::uint32_t object_of(Kernel& kernel, pthread_mutex_t& mutex) {
  auto& list = mutex.__data.__list;
  Threads& threads = kernel.threads();
  const auto stamp = reinterpret_cast<__pthread_internal_list*>(threads.stamp());
  if (list.__prev != stamp) {
    list.__prev = stamp;
    list.__next = reinterpret_cast<__pthread_internal_list*>(std::uintptr_t{threads.name_object("mutex")});
  }
  return static_cast<std::uint32_t>(reinterpret_cast<std::uintptr_t>(list.__next));
}

bool is_unlocked(const pthread_mutex_t& mutex) noexcept {
  return mutex.__data.__lock == 0;
}

void take_mutex(pthread_mutex_t& mutex) noexcept {
  mutex.__data.__lock = 1;
  mutex.__data.__owner = Threads::current().real_number;
  mutex.__data.__nusers = 1;
  mutex.__data.__count = kind_of(mutex) == PTHREAD_MUTEX_RECURSIVE ? 1 : 0;
  Threads::current().held.push_back(&mutex);
}

namespace {

void free_mutex(pthread_mutex_t& mutex) noexcept {
  mutex.__data.__lock = 0;
  mutex.__data.__owner = 0;
  mutex.__data.__nusers = 0;
  mutex.__data.__count = 0;
}

}  // namespace

void give_up_mutexes(Thread& thread) noexcept {
  for (pthread_mutex_t* mutex : thread.held)
    if (has(*mutex, thread)) free_mutex(*mutex);
  thread.held.clear();
}

int release_mutex(pthread_mutex_t& mutex) noexcept {
  auto& data = mutex.__data;
  if (kind_of(mutex) != PTHREAD_MUTEX_NORMAL && kind_of(mutex) != PTHREAD_MUTEX_ADAPTIVE_NP &&
      !has(mutex, Threads::current()))
    return EPERM;
  if (kind_of(mutex) == PTHREAD_MUTEX_RECURSIVE && --data.__count != 0) return 0;
  free_mutex(mutex);
  std::vector<pthread_mutex_t*>& held = Threads::current().held;
  const auto at = std::find(held.rbegin(), held.rend(), &mutex);
  if (at != held.rend()) held.erase(std::next(at).base());
  return 0;
}

int lock_mutex(Kernel& kernel, pthread_mutex_t& mutex, tornado::Time deadline, std::string_view call) {
  Threads& threads = kernel.threads();
  if ((mutex.__data.__kind & robust) != 0)
    kernel.abandon(Threads::refused, fmt::format("{} of a robust mutex is not simulated", call));
  const bool tries = deadline == Threads::past;
  // Who only tries, and fails, lets the others go on below.
  if (threads.preempts() && !(tries && !is_unlocked(mutex))) threads.yield(call, object_of(kernel, mutex));
  if (has(mutex, Threads::current())) {
    if (kind_of(mutex) == PTHREAD_MUTEX_RECURSIVE) {
      if (mutex.__data.__count + 1 == 0) return EAGAIN;
      ++mutex.__data.__count;
      return 0;
    }
    if (kind_of(mutex) == PTHREAD_MUTEX_ERRORCHECK && !tries) return EDEADLK;
  }
  if (!is_unlocked(mutex)) {
    if (tries) {
      threads.give_way();  // otherwise who tries again and again would never let the owner go on
      return EBUSY;
    }
    const MutexReason reason(call, kernel, mutex);
    if (!kernel.block(reason, [&] { return is_unlocked(mutex); }, deadline)) return ETIMEDOUT;
  }
  take_mutex(mutex);
  if (threads.preempts()) threads.tell("locks", object_of(kernel, mutex));
  return 0;
}

int unlock_mutex(Kernel& kernel, pthread_mutex_t& mutex, std::string_view call) {
  Threads& threads = kernel.threads();
  const std::uint32_t object = threads.preempts() ? object_of(kernel, mutex) : 0;
  const int error = release_mutex(mutex);
  if (error == 0) threads.tell("unlocks", object);
  if (threads.preempts()) threads.yield(call, 0);
  return error;
}

}  // namespace windtunnel::kernel
