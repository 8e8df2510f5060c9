// KernelVenue: a real loop and its network, on the simulated kernel, as the Venue of a program. The code is
// that which ships, EpollLoop and PosixNetwork; its clock is virtual, and its hosts are those of the World.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>

#include "harness/subjects/programs/venue.hpp"
#include "harness/subjects/world/world.hpp"
#include "runtime/posix/epoll_loop.hpp"
#include "runtime/posix/posix_network.hpp"
#include "runtime/sim/network/sim_network.hpp"

namespace windtunnel {

/// For one run of a plain program.
class KernelVenue final : public subjects::Venue {
 public:
  using Lookup = tornado::PosixNetwork::Lookup;

  /// In a World without a network, which gets these links.
  KernelVenue(World& world, const tornado::LinkSettings& link, Lookup lookup);
  ~KernelVenue() override;

  using Begin = std::function<std::unique_ptr<subjects::VenueProgram>(subjects::Venue&)>;

  /// Begins the program, runs the loop until the program and its tasks are over and nothing is left to
  /// happen, and judges it.
  void run(const Begin& begin);

  tornado::IOLoop& loop() override { return loop_; }
  tornado::Network& host(const std::string& name) override;
  std::uint32_t choose(std::uint32_t options, std::string_view site) override {
    return world_.choose(options, site);
  }
  void log(std::string_view words) override { world_.log(words); }
  void check(bool holds, std::string_view words) override { world_.check(holds, words); }
  tornado::Future<void> spawn(std::string_view name, std::function<tornado::Future<void>()> task) override;

  std::uint32_t iterations() const override;
  bool keeps_iterations() const override { return true; }
  bool takes_time() const override { return world_.model() != core::SchedulingModel::exact; }
  bool ends_when_idle() const override { return false; }
  bool undisturbed() const override { return network_.faults_struck() == 0; }

 private:
  class Host;

  World& world_;
  tornado::SimNetwork& network_;
  const Lookup lookup_;
  tornado::Observer events_;
  tornado::EpollLoop loop_;
  std::map<std::string, std::unique_ptr<Host>> hosts_;
  mutable std::size_t events_seen_ = 0;
  mutable std::uint32_t polls_ = 0;
};

/// A program of a Venue as a plain program, for a World.
WorldProgram on_kernel(KernelVenue::Begin begin, const tornado::LinkSettings& link, bool allows_escaped,
                       KernelVenue::Lookup lookup = KernelVenue::Lookup::blocking);

}  // namespace windtunnel
