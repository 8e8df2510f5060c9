// Asio in a World: io_context, coroutines, timers, sockets, channels and strands as they are, under virtual
// time, on a simulated network, with searched schedules. Link windtunnel::asio.
//
//   void two_transfers(World& world) {
//     asio::io_context io;
//     Bank bank(io);
//     world.spawn_daemon("bank", io, bank.serve());
//     world.spawn("alice", io, transfer(10));   // a coroutine of yours
//     world.spawn("bob", io, transfer(20));
//     io.run();
//     world.check(bank.total() == 100, "no money is made or lost");
//   }
//   TEST(Bank, MovesMoney) { EXPECT_HOLDS(two_transfers); }
#pragma once

#if !defined(ASIO_CUSTOM_HANDLER_TRACKING)
#error \
    "windtunnel: link the CMake target windtunnel::asio, which sets ASIO_CUSTOM_HANDLER_TRACKING for every source"
#endif

#include <asio/co_spawn.hpp>
#include <asio/detached.hpp>
#include <asio/detail/epoll_reactor.hpp>
#include <asio/detail/scheduler.hpp>
#include <asio/detail/strand_executor_service.hpp>
#include <asio/detail/strand_service.hpp>
#include <asio/detail/wait_op.hpp>
#include <asio/io_context.hpp>
#include <asio/io_context_strand.hpp>
#include <asio/post.hpp>
#include <asio/steady_timer.hpp>
#include <asio/strand.hpp>
#include <asio/use_awaitable.hpp>
#include <cstddef>
#include <exception>
#include <iterator>
#include <string>
#include <sys/epoll.h>
#include <type_traits>
#include <utility>
#include <vector>
#include <windtunnel/asio_tracking.hpp>
#include <windtunnel/world.hpp>

#include "harness/subjects/asio/asio_steps.hpp"
#include "harness/subjects/kernel/on_host.hpp"
#include "harness/subjects/kernel/watched.hpp"

#define WINDTUNNEL_ASIO ::asio
#define WINDTUNNEL_ASIO_ERROR ::asio::error_code
#define WINDTUNNEL_ASIO_FLAVOUR standalone
#define WINDTUNNEL_ASIO_NAME "Asio"
#include "harness/subjects/asio/asio_types.def"
#undef WINDTUNNEL_ASIO
#undef WINDTUNNEL_ASIO_ERROR
#undef WINDTUNNEL_ASIO_FLAVOUR
#undef WINDTUNNEL_ASIO_NAME
