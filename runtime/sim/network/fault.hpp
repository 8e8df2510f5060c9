// The faults of the simulated network, by name. Each is a choice. A fault occurs only if it is enabled; 0
// everywhere is the perfect network.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "runtime/enum_set.hpp"

namespace tornado {

/// One kind of fault.
enum class Fault : std::uint8_t {
  refused,          ///< a connect is refused although somebody listens
  hang,             ///< a connect is not answered until it times out
  latency,          ///< data takes longer to arrive
  short_write,      ///< a send takes less than there is room for
  short_read,       ///< a receive gives less than there is
  split,            ///< data sent at once arrives in parts, down to one byte
  coalesce,         ///< data waits and arrives together with what is sent next
  would_block,      ///< a send takes nothing, for a while, although there is room
  interrupted,      ///< a call does nothing and must be repeated
  half_close,       ///< the receiver sees an end that the sender, which goes on, did not send
  reset,            ///< the connection is reset
  silence,          ///< nothing sent arrives any more
  partition,        ///< the two hosts cannot reach each other for a while
  cut,              ///< the two hosts can never reach each other again
  slow_resolution,  ///< looking up a name takes longer
  no_resolution,    ///< looking up a name finds nothing
  loss,             ///< a datagram does not arrive
  duplication,      ///< a datagram arrives twice
  count_
};

inline constexpr std::size_t fault_count = static_cast<std::size_t>(Fault::count_);

/// The fault's name in reports.
constexpr std::string_view name_of(Fault fault) {
  constexpr std::string_view names[fault_count] = {
      "refused",   "hang",        "latency",         "short-write",   "short-read", "split",
      "coalesce",  "would-block", "interrupted",     "half-close",    "reset",      "silence",
      "partition", "cut",         "slow-resolution", "no-resolution", "loss",       "duplication"};
  return names[static_cast<std::size_t>(fault)];
}

/// A set of faults.
using Faults = EnumSet<Fault>;

/// The faults of connections.
inline constexpr Faults connection_faults = {
    Fault::refused, Fault::hang,     Fault::latency,     Fault::short_write, Fault::short_read,
    Fault::split,   Fault::coalesce, Fault::would_block, Fault::interrupted, Fault::half_close,
    Fault::reset,   Fault::silence,  Fault::partition,   Fault::cut};

/// The faults of name lookups.
inline constexpr Faults resolution_faults = {Fault::slow_resolution, Fault::no_resolution};

/// The faults of datagrams. One that is late is overtaken by those that are not.
inline constexpr Faults datagram_faults = {Fault::latency, Fault::loss, Fault::duplication};

/// The faults that slow a connection down or split its data: every byte still arrives.
inline constexpr Faults harmless_faults = {Fault::latency,     Fault::short_write,    Fault::short_read,
                                           Fault::split,       Fault::coalesce,       Fault::would_block,
                                           Fault::interrupted, Fault::slow_resolution};

}  // namespace tornado
