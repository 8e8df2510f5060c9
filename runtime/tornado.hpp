// Everything of the runtime in one include, but for HTTP.
#pragma once

#include "runtime/core.hpp"
#include "runtime/legacy/callback.hpp"
#include "runtime/legacy/engine.hpp"
#include "runtime/legacy/multi_yield_point.hpp"
#include "runtime/legacy/return_future.hpp"
#include "runtime/legacy/task.hpp"
#include "runtime/net/io_stream.hpp"
#include "runtime/net/resolver.hpp"
#include "runtime/net/tcp_client.hpp"
#include "runtime/net/tcp_server.hpp"
#include "runtime/sim/network/sim_network.hpp"
#include "runtime/stack_context/stack_context.hpp"
#include "runtime/wrap.hpp"
