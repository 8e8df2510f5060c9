// Everything of the runtime in one include.
#pragma once

#include "runtime/coroutine.hpp"
#include "runtime/gen/callback.hpp"
#include "runtime/gen/chain_future.hpp"
#include "runtime/gen/engine.hpp"
#include "runtime/gen/maybe_future.hpp"
#include "runtime/gen/moment.hpp"
#include "runtime/gen/multi.hpp"
#include "runtime/gen/multi_yield_point.hpp"
#include "runtime/gen/sleep.hpp"
#include "runtime/gen/task.hpp"
#include "runtime/gen/wait_iterator.hpp"
#include "runtime/gen/with_timeout.hpp"
#include "runtime/periodic_callback.hpp"
#include "runtime/sim/sim_loop.hpp"
#include "runtime/stack_context/stack_context.hpp"
#include "runtime/stack_context/wrap.hpp"
