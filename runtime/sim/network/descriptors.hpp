// The descriptors of the simulated network: given out lowest first, as a kernel does, so that a closed one
// is soon another's; and the list of those that are ready.
#pragma once

#include <cstddef>
#include <vector>

#include "runtime/sim/network/endpoint.hpp"
#include "runtime/sim/sim_device.hpp"

namespace tornado {

/// The table. It owns no endpoint.
class Descriptors {
 public:
  Descriptors() = default;
  Descriptors(const Descriptors&) = delete;
  Descriptors& operator=(const Descriptors&) = delete;

  /// The most that are open at once.
  static constexpr std::size_t limit = 200'000;

  /// Gives the endpoint the lowest free one. Throws std::system_error, "too many files open", at the limit.
  void open(Endpoint& endpoint);
  void close(Endpoint& endpoint) noexcept;

  void watch(int descriptor, IOEvents interest);

  /// The endpoint's readiness may have changed. Looks whether it is ready for what is waited for.
  void refresh(Endpoint& endpoint) noexcept;

  /// Whether any is ready.
  bool any_ready() noexcept;
  /// Appends those that are, longest ready first.
  void collect(std::vector<ReadyDescriptor>& ready);

  /// How many are open.
  std::size_t open_count() const { return open_; }

  /// Tells all of them that the network goes.
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
