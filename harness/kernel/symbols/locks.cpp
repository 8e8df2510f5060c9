// The symbols of mutexes, condition variables, read-write locks, semaphores, barriers and spin locks.
#include <cerrno>
#include <ctime>
#include <pthread.h>
#include <semaphore.h>

#include "harness/kernel/barrier.hpp"
#include "harness/kernel/condition.hpp"
#include "harness/kernel/mutex.hpp"
#include "harness/kernel/nanoseconds.hpp"
#include "harness/kernel/read_write_lock.hpp"
#include "harness/kernel/symbols/real_calls.hpp"
#include "harness/kernel/threads.hpp"

// The version of a symbol of which the C library has several.
#ifdef __x86_64__
#define WINDTUNNEL_CONDITION_VERSION "GLIBC_2.3.2"
#else
#define WINDTUNNEL_CONDITION_VERSION nullptr
#endif

// WINDTUNNEL_LOCK(result, name, parameters, arguments, version, answer): the symbol of that name; `answer` is
// what the kernel does.
#define WINDTUNNEL_LOCK(result, name, parameters, arguments, version, ...)         \
  WINDTUNNEL_INTERCEPTOR(name);                                                    \
  WINDTUNNEL_SYMBOL result name parameters {                                       \
    windtunnel::kernel::Kernel* const kernel = windtunnel::kernel::Kernel::here(); \
    if (kernel == nullptr) [[likely]]                                              \
      return WINDTUNNEL_NEXT_VERSION(name, version) arguments;                     \
    __VA_ARGS__                                                                    \
  }

namespace windtunnel::kernel {

namespace {

constexpr auto never = Kernel::never;
constexpr auto past = Threads::past;

// The clock that the condition variable was made for: a bit of its state, as in glibc.
clockid_t clock_of(const pthread_cond_t& condition) {
  return (condition.__data.__wrefs & 2) != 0 ? CLOCK_MONOTONIC : CLOCK_REALTIME;
}

// The functions of semaphores say so by errno.
int by_errno(int error) {
  if (error == 0) return 0;
  errno = error;
  return -1;
}

}  // namespace

}  // namespace windtunnel::kernel

// NOLINTBEGIN: the C library's names
using namespace windtunnel::kernel;

WINDTUNNEL_LOCK(int, pthread_mutex_lock, (pthread_mutex_t * mutex) noexcept, (mutex), nullptr,
                return lock_mutex(*kernel, *mutex, never, __func__);)
WINDTUNNEL_LOCK(int, pthread_mutex_trylock, (pthread_mutex_t * mutex) noexcept, (mutex), nullptr,
                return lock_mutex(*kernel, *mutex, past, __func__);)
WINDTUNNEL_LOCK(int, pthread_mutex_timedlock, (pthread_mutex_t * mutex, const timespec* time) noexcept,
                (mutex, time), nullptr, return lock_mutex(*kernel, *mutex, deadline_of(time), __func__);)
WINDTUNNEL_LOCK(int, pthread_mutex_clocklock,
                (pthread_mutex_t * mutex, clockid_t clock, const timespec* time) noexcept,
                (mutex, clock, time), nullptr,
                return lock_mutex(*kernel, *mutex, deadline_of(time, clock), __func__);)
WINDTUNNEL_LOCK(int, pthread_mutex_unlock, (pthread_mutex_t * mutex) noexcept, (mutex), nullptr,
                return unlock_mutex(*kernel, *mutex, __func__);)

WINDTUNNEL_LOCK(
    int, pthread_cond_init, (pthread_cond_t * condition, const pthread_condattr_t* attributes) noexcept,
    (condition, attributes), WINDTUNNEL_CONDITION_VERSION, kernel->threads().notified().forget(condition);
    return WINDTUNNEL_NEXT_VERSION(pthread_cond_init, WINDTUNNEL_CONDITION_VERSION)(condition, attributes);)
WINDTUNNEL_LOCK(int, pthread_cond_destroy, (pthread_cond_t * condition) noexcept, (condition),
                WINDTUNNEL_CONDITION_VERSION, kernel->threads().notified().forget(condition);
                return 0;)
WINDTUNNEL_LOCK(int, pthread_cond_wait, (pthread_cond_t * condition, pthread_mutex_t* mutex),
                (condition, mutex), WINDTUNNEL_CONDITION_VERSION,
                return wait_for_condition(*kernel, *condition, *mutex, never, __func__);)
WINDTUNNEL_LOCK(int, pthread_cond_timedwait,
                (pthread_cond_t * condition, pthread_mutex_t* mutex, const timespec* time),
                (condition, mutex, time), WINDTUNNEL_CONDITION_VERSION,
                return wait_for_condition(*kernel, *condition, *mutex,
                                          deadline_of(time, clock_of(*condition)), __func__);)
WINDTUNNEL_LOCK(int, pthread_cond_clockwait,
                (pthread_cond_t * condition, pthread_mutex_t* mutex, clockid_t clock, const timespec* time),
                (condition, mutex, clock, time), nullptr,
                return wait_for_condition(*kernel, *condition, *mutex, deadline_of(time, clock), __func__);)
WINDTUNNEL_LOCK(int, pthread_cond_signal, (pthread_cond_t * condition) noexcept, (condition),
                WINDTUNNEL_CONDITION_VERSION, notify_condition(*kernel, *condition, false, __func__);
                return 0;)
WINDTUNNEL_LOCK(int, pthread_cond_broadcast, (pthread_cond_t * condition) noexcept, (condition),
                WINDTUNNEL_CONDITION_VERSION, notify_condition(*kernel, *condition, true, __func__);
                return 0;)

WINDTUNNEL_LOCK(int, pthread_rwlock_rdlock, (pthread_rwlock_t * lock) noexcept, (lock), nullptr,
                return lock_to_read(*kernel, *lock, never, __func__);)
WINDTUNNEL_LOCK(int, pthread_rwlock_tryrdlock, (pthread_rwlock_t * lock) noexcept, (lock), nullptr,
                return lock_to_read(*kernel, *lock, past, __func__);)
WINDTUNNEL_LOCK(int, pthread_rwlock_timedrdlock, (pthread_rwlock_t * lock, const timespec* time) noexcept,
                (lock, time), nullptr, return lock_to_read(*kernel, *lock, deadline_of(time), __func__);)
WINDTUNNEL_LOCK(int, pthread_rwlock_clockrdlock,
                (pthread_rwlock_t * lock, clockid_t clock, const timespec* time) noexcept,
                (lock, clock, time), nullptr,
                return lock_to_read(*kernel, *lock, deadline_of(time, clock), __func__);)
WINDTUNNEL_LOCK(int, pthread_rwlock_wrlock, (pthread_rwlock_t * lock) noexcept, (lock), nullptr,
                return lock_to_write(*kernel, *lock, never, __func__);)
WINDTUNNEL_LOCK(int, pthread_rwlock_trywrlock, (pthread_rwlock_t * lock) noexcept, (lock), nullptr,
                return lock_to_write(*kernel, *lock, past, __func__);)
WINDTUNNEL_LOCK(int, pthread_rwlock_timedwrlock, (pthread_rwlock_t * lock, const timespec* time) noexcept,
                (lock, time), nullptr, return lock_to_write(*kernel, *lock, deadline_of(time), __func__);)
WINDTUNNEL_LOCK(int, pthread_rwlock_clockwrlock,
                (pthread_rwlock_t * lock, clockid_t clock, const timespec* time) noexcept,
                (lock, clock, time), nullptr,
                return lock_to_write(*kernel, *lock, deadline_of(time, clock), __func__);)
WINDTUNNEL_LOCK(int, pthread_rwlock_unlock, (pthread_rwlock_t * lock) noexcept, (lock), nullptr,
                return unlock_read_write(*kernel, *lock);)

WINDTUNNEL_LOCK(int, sem_init, (sem_t * semaphore, int shared, unsigned value) noexcept,
                (semaphore, shared, value), nullptr, *semaphore = {};
                return WINDTUNNEL_NEXT(sem_init)(semaphore, shared, value);)
WINDTUNNEL_LOCK(int, sem_wait, (sem_t * semaphore), (semaphore), nullptr,
                return by_errno(wait_for_semaphore(*kernel, *semaphore, never, __func__));)
WINDTUNNEL_LOCK(int, sem_trywait, (sem_t * semaphore) noexcept, (semaphore), nullptr,
                return by_errno(wait_for_semaphore(*kernel, *semaphore, past, __func__));)
WINDTUNNEL_LOCK(int, sem_timedwait, (sem_t * semaphore, const timespec* time), (semaphore, time), nullptr,
                return by_errno(wait_for_semaphore(*kernel, *semaphore, deadline_of(time), __func__));)
WINDTUNNEL_LOCK(int, sem_clockwait, (sem_t * semaphore, clockid_t clock, const timespec* time),
                (semaphore, clock, time), nullptr,
                return by_errno(wait_for_semaphore(*kernel, *semaphore, deadline_of(time, clock), __func__));)
WINDTUNNEL_LOCK(int, sem_post, (sem_t * semaphore) noexcept, (semaphore), nullptr,
                return by_errno(post_semaphore(*kernel, *semaphore));)

WINDTUNNEL_INTERCEPTOR(pthread_barrier_init);
WINDTUNNEL_SYMBOL int pthread_barrier_init(pthread_barrier_t* barrier,
                                           const pthread_barrierattr_t* attributes, unsigned count) noexcept {
  begin_barrier(*barrier);
  return WINDTUNNEL_NEXT(pthread_barrier_init)(barrier, attributes, count);
}
WINDTUNNEL_LOCK(int, pthread_barrier_wait, (pthread_barrier_t * barrier) noexcept, (barrier), nullptr,
                return wait_at_barrier(*kernel, *barrier);)

// A spin lock is as the C library has it; who spins lets the others go on.
WINDTUNNEL_INTERCEPTOR(pthread_spin_trylock);
WINDTUNNEL_LOCK(int, pthread_spin_lock, (pthread_spinlock_t * lock) noexcept, (lock), nullptr,
                if (kernel->threads().preempts()) kernel->yield(__func__);
                while (WINDTUNNEL_NEXT(pthread_spin_trylock)(lock) != 0) kernel->threads().give_way();
                return 0;)
// NOLINTEND
