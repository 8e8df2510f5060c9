// The runtime's core in one include: loops, Futures, coroutines, gen, locks, queues and the simulated loop.
// It knows neither stack contexts nor yield points nor a network.
#pragma once

#include "runtime/concurrent_future.hpp"
#include "runtime/coroutine.hpp"
#include "runtime/gen/call_back.hpp"
#include "runtime/gen/chain_future.hpp"
#include "runtime/gen/maybe_future.hpp"
#include "runtime/gen/multi.hpp"
#include "runtime/gen/run_on_executor.hpp"
#include "runtime/gen/sleep.hpp"
#include "runtime/gen/wait_iterator.hpp"
#include "runtime/gen/with_timeout.hpp"
#include "runtime/locks/condition.hpp"
#include "runtime/locks/event.hpp"
#include "runtime/locks/lock.hpp"
#include "runtime/locks/semaphore.hpp"
#include "runtime/moment.hpp"
#include "runtime/periodic_callback.hpp"
#include "runtime/queues/queue.hpp"
#include "runtime/sim/sim_executor.hpp"
#include "runtime/sim/sim_loop.hpp"
