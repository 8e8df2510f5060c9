// Programs of ordinary Asio code, each with a fault that people make, and the same without it. Searches must
// find the fault; the correct twin must hold in every schedule.
#pragma once

#include <windtunnel/world.hpp>

namespace windtunnel::planted {

/// A program; with `planted`, it has its fault.
struct PlantedBug {
  const char* name;
  void (*program)(World& world, bool planted);
  core::SchedulingModel model = core::SchedulingModel::realistic;  ///< in which the fault shows
};

extern const PlantedBug bugs[];
extern const std::size_t bug_count;

}  // namespace windtunnel::planted
