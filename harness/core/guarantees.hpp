// What a runtime guarantees beyond having futures and coroutines at all. A law needs some of these
// guarantees; a runtime that does not give them is not judged by that law.
#pragma once

#include <cstdint>
#include <string_view>
#include <utility>

#include "runtime/enum_set.hpp"

namespace windtunnel::core {

enum class Guarantee : std::uint8_t {
  fifo_callbacks,         ///< ready callbacks run first in, first out
  ordered_timers,         ///< due timers run by deadline, then in the order of their making
  synchronous_callbacks,  ///< a future's callbacks run inside the call that sets it
  eager_start,            ///< a coroutine runs in its caller up to the first yield that is not ready
  batched_iterations,     ///< an iteration runs only what was ready when it began, then polls
  virtual_clock,          ///< time moves only while nothing is ready
  reported_exceptions,    ///< an exception that nobody looked at is logged when its future dies
  sockets,                ///< it has streams over sockets, and tells what they do
};

/// Every guarantee with its name, for messages and options.
inline constexpr std::pair<Guarantee, std::string_view> guarantee_names[] = {
    {Guarantee::fifo_callbacks, "fifo_callbacks"},
    {Guarantee::ordered_timers, "ordered_timers"},
    {Guarantee::synchronous_callbacks, "synchronous_callbacks"},
    {Guarantee::eager_start, "eager_start"},
    {Guarantee::batched_iterations, "batched_iterations"},
    {Guarantee::virtual_clock, "virtual_clock"},
    {Guarantee::reported_exceptions, "reported_exceptions"},
    {Guarantee::sockets, "sockets"},
};

using Guarantees = tornado::EnumSet<Guarantee, 32>;

/// All of them: what the bundled runtime guarantees to programs that use its network.
inline constexpr Guarantees all_guarantees = {Guarantee::fifo_callbacks,        Guarantee::ordered_timers,
                                              Guarantee::synchronous_callbacks, Guarantee::eager_start,
                                              Guarantee::batched_iterations,    Guarantee::virtual_clock,
                                              Guarantee::reported_exceptions,   Guarantee::sockets};

/// What it guarantees to programs without a network: everything but sockets.
inline constexpr Guarantees local_guarantees = all_guarantees.without({Guarantee::sockets});

}  // namespace windtunnel::core
