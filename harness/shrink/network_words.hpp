// What a fault of the simulated network does, in words: "the connection client→server is reset at its second
// send".
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "harness/core/named_run.hpp"
#include "harness/core/trace.hpp"
#include "runtime/sim/network/fault.hpp"

namespace windtunnel::shrink {

/// A site of the network's questions, "net/client>server/reset", or of a lookup, "net/client/no-resolution".
struct NetworkSite {
  std::string from;
  std::string to;    ///< empty: a lookup
  std::string what;  ///< the fault's name, or "weather", "rate", "resolution"

  std::optional<tornado::Fault> fault() const;
};

/// The parts of such a site; nothing if it is another one.
std::optional<NetworkSite> network_site(std::string_view site);

/// What the fault does, whose question is `strike`; `length` is the answer to the question of how long or
/// where, 0 if it was the usual one.
std::string fault_in_words(const NetworkSite& site, const core::AskedQuestion& strike, std::uint32_t length,
                           const core::Trace& trace);

}  // namespace windtunnel::shrink
