// WorldVenue: a World as the Venue of a program.
#pragma once

#include "harness/subjects/programs/venue.hpp"
#include "harness/subjects/world/world.hpp"
#include "runtime/sim/network/sim_network.hpp"

namespace windtunnel::subjects {

/// For one run.
class WorldVenue final : public Venue {
 public:
  explicit WorldVenue(World& world_in) : world(world_in) {}
  /// With a network of these settings; the world must not have one yet.
  WorldVenue(World& world_in, const tornado::LinkSettings& settings) : world(world_in) {
    network_ = &world.network(settings);
  }

  tornado::IOLoop& loop() override { return world.loop(); }
  tornado::Network& host(const std::string& name) override { return world.host(name); }
  std::uint32_t choose(std::uint32_t options, std::string_view site) override {
    return world.choose(options, site);
  }
  void log(std::string_view words) override { world.log(words); }
  void check(bool holds, std::string_view words) override { world.check(holds, words); }
  tornado::Future<void> spawn(std::string_view name, std::function<tornado::Future<void>()> task) override {
    const auto call = [](World&, const std::function<tornado::Future<void>()>& begin) { return begin(); };
    return world.spawn(name, call, std::move(task)).future();
  }

  std::uint32_t iterations() const override { return world.loop().phases(); }
  bool keeps_iterations() const override { return world.model() == core::SchedulingModel::exact; }
  bool takes_time() const override { return world.model() != core::SchedulingModel::exact; }
  bool ends_when_idle() const override { return true; }
  bool undisturbed() const override { return network_ == nullptr || network_->faults_struck() == 0; }

  World& world;

 private:
  tornado::SimNetwork* network_ = nullptr;
};

}  // namespace windtunnel::subjects
