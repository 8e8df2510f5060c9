// Mutexes of a run. Their state stays where the C library has it, in the pthread_mutex_t, so one that is
// static, or was locked before the run, is as it was. Its number stands in fields that the C library uses for
// robust mutexes only.
#pragma once

#include <pthread.h>

#include "harness/kernel/threads.hpp"

namespace windtunnel::kernel {

/// Locks it, at the deadline at the latest; `Threads::past`: only if it does not have to wait. Gives 0,
/// EBUSY, ETIMEDOUT, EDEADLK or EAGAIN, as pthread_mutex_lock() and its kin do.
int lock_mutex(Kernel& kernel, pthread_mutex_t& mutex, tornado::Time deadline, std::string_view call);
/// Gives 0 or EPERM.
int unlock_mutex(Kernel& kernel, pthread_mutex_t& mutex, std::string_view call);

/// The same without scheduling points, for condition variables.
bool is_unlocked(const pthread_mutex_t& mutex) noexcept;
int release_mutex(pthread_mutex_t& mutex) noexcept;
void take_mutex(pthread_mutex_t& mutex) noexcept;

/// The thread goes on no more: what it has locked, such as a mutex that is static, is free for the next run.
void give_up_mutexes(Thread& thread) noexcept;

/// The number of the mutex among the objects of the run's StepLog.
std::uint32_t object_of(Kernel& kernel, pthread_mutex_t& mutex);

}  // namespace windtunnel::kernel
