// OnHost: a block of a plain program whose sockets belong to another host of the World's network.
//
//   {
//     const OnHost bank(world, "bank");
//     acceptor.emplace(io, endpoint);                       // the bank's port
//     world.spawn_daemon("bank", io, serve(*acceptor));     // a task on the bank's host
//   }
//   world.spawn("alice", io, pay());                        // on the first host
#pragma once

#include <string>

#include "harness/subjects/world/world.hpp"

namespace windtunnel {

/// From its construction to its destruction the running task is on that host, which is created on first use.
/// Tasks that are begun in the block stay on it.
class OnHost {
 public:
  /// Throws std::logic_error in a program that is no plain function.
  OnHost(World& world, const std::string& host);
  OnHost(const OnHost&) = delete;
  OnHost& operator=(const OnHost&) = delete;
  ~OnHost();

 private:
  World& world_;
  tornado::SimHost& before_;
};

}  // namespace windtunnel
