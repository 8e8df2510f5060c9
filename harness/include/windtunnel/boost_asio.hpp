// Boost.Asio in a World: io_context, coroutines, timers, sockets, channels and strands as they are, under
// virtual time, on a simulated network, with searched schedules. Link windtunnel::asio.
//
//   void two_transfers(World& world) {
//     boost::asio::io_context io;
//     Bank bank(io);
//     world.spawn_daemon("bank", io, bank.serve());
//     world.spawn("alice", io, transfer(10));   // a coroutine of yours
//     world.spawn("bob", io, transfer(20));
//     io.run();
//     world.check(bank.total() == 100, "no money is made or lost");
//   }
//   TEST(Bank, MovesMoney) { EXPECT_HOLDS(two_transfers); }
#pragma once

#if !defined(BOOST_ASIO_CUSTOM_HANDLER_TRACKING)
#error \
    "windtunnel: link the CMake target windtunnel::asio, which sets BOOST_ASIO_CUSTOM_HANDLER_TRACKING for every source"
#endif

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/detail/epoll_reactor.hpp>
#include <boost/asio/detail/scheduler.hpp>
#include <boost/asio/detail/strand_executor_service.hpp>
#include <boost/asio/detail/strand_service.hpp>
#include <boost/asio/detail/wait_op.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/io_context_strand.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <cstddef>
#include <exception>
#include <iterator>
#include <string>
#include <sys/epoll.h>
#include <type_traits>
#include <utility>
#include <vector>
#include <windtunnel/boost_asio_tracking.hpp>
#include <windtunnel/world.hpp>

#include "harness/subjects/asio/asio_steps.hpp"
#include "harness/subjects/kernel/on_host.hpp"
#include "harness/subjects/kernel/watched.hpp"

#define WINDTUNNEL_ASIO ::boost::asio
#define WINDTUNNEL_ASIO_ERROR ::boost::system::error_code
#define WINDTUNNEL_ASIO_FLAVOUR boosts
#define WINDTUNNEL_ASIO_NAME "Boost.Asio"
#include "harness/subjects/asio/asio_types.def"
#undef WINDTUNNEL_ASIO
#undef WINDTUNNEL_ASIO_ERROR
#undef WINDTUNNEL_ASIO_FLAVOUR
#undef WINDTUNNEL_ASIO_NAME
