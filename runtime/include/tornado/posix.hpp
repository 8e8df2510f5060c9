// The real world: a loop over epoll, the network of this machine, threads and signals. Link tornado::posix.
#pragma once

#include <tornado/tornado.hpp>

#include "runtime/posix/epoll_loop.hpp"
#include "runtime/posix/posix_network.hpp"
#include "runtime/posix/signal_handler.hpp"
#include "runtime/posix/thread_executor.hpp"
