// Descriptors: the descriptors of the simulated network, and the list of those that are ready. They are given
// out lowest first, as a kernel does, so a closed descriptor is soon reused.
#pragma once

#include <cstddef>
#include <vector>

#include "runtime/sim/network/endpoint.hpp"
#include "runtime/sim/sim_device.hpp"

namespace tornado {

/// The table. It does not own the endpoints.
class Descriptors {
 public:
  Descriptors() = default;
  Descriptors(const Descriptors&) = delete;
  Descriptors& operator=(const Descriptors&) = delete;

  /// How many can be open at once.
  static constexpr std::size_t limit = 200'000;

  /// Gives the endpoint the lowest free descriptor. At the limit, throws std::system_error, "too many files
  /// open".
  void open(Endpoint& endpoint);
  void close(Endpoint& endpoint) noexcept;

  void watch(int descriptor, IOEvents interest);

  /// Called when the endpoint's readiness may have changed. Checks whether it is ready for an event that is
  /// waited for.
  void refresh(Endpoint& endpoint) noexcept;

  /// Whether any descriptor is ready.
  bool any_ready() noexcept;
  /// Appends the ready descriptors; the one that has been ready longest comes first.
  void collect(std::vector<ReadyDescriptor>& ready);

  /// The number of open descriptors.
  std::size_t open_count() const { return open_; }

  /// Tells all endpoints that the network is being destroyed.
  void orphan_all() noexcept;

 private:
  static IOEvents ready_for(const Endpoint& endpoint) {
    return static_cast<IOEvents>(endpoint.interest_ & endpoint.readiness());
  }
  void unlink(Endpoint& endpoint) noexcept;

  std::vector<Endpoint*> table_;
  std::vector<int> free_;  // a heap, the lowest on top
  std::size_t open_ = 0;
  Endpoint* first_ = nullptr;
  Endpoint* last_ = nullptr;
};

}  // namespace tornado
