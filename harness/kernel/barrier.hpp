// Barriers of a run, those of pthread_barrier_wait(). Who has come stands in a part of the pthread_barrier_t
// that the C library does not use.
#pragma once

#include <cstdint>
#include <pthread.h>

namespace windtunnel::kernel {

class Kernel;

/// Forgets what the memory held before.
void begin_barrier(pthread_barrier_t& barrier) noexcept;

/// pthread_barrier_wait(): 0, or PTHREAD_BARRIER_SERIAL_THREAD for the last one that comes.
int wait_at_barrier(Kernel& kernel, pthread_barrier_t& barrier);

}  // namespace windtunnel::kernel
