// The network of a World. It has a file of its own, so that a program without a network links none.
#include <cassert>
#include <cstddef>
#include <stdexcept>

#include "harness/core/trace.hpp"
#include "harness/subjects/world/world.hpp"
#include "runtime/sim/network/sim_network.hpp"

namespace windtunnel {

tornado::SimNetwork& World::network() {
  return network_ != nullptr ? *network_ : network(tornado::LinkSettings());
}

tornado::SimNetwork& World::network(const tornado::LinkSettings& settings) {
  require_run();
  if (network_ != nullptr)
    throw std::logic_error("World::network: the network is there, and has its settings");
  network_ = &keep<tornado::SimNetwork>(loop_, settings);
  heal_network_ = [](tornado::SimNetwork& network) { network.heal_all(); };
  name_sockets_ = [](const tornado::SimNetwork& network, core::Trace& trace) {
    trace.names.sockets = {network.socket_tasks().begin(), network.socket_tasks().end()};
  };
  count_faults_ = [](const tornado::SimNetwork& network, core::Trace& trace) {
    trace.faults.enabled = network.enabled_faults();
    for (std::size_t fault = 0; fault < tornado::fault_count; ++fault)
      trace.faults.struck[fault] = network.struck(static_cast<tornado::Fault>(fault));
  };
  trace_->used_network = true;
  return *network_;
}

tornado::SimHost& World::host(const std::string& name) {
  tornado::SimHost* host = network().host_named(name);
  return host != nullptr ? *host : network_->add_host(name);
}

}  // namespace windtunnel
