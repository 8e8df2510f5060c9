// Endpoint: the owner of a descriptor in the simulated network, a socket or a listener. The network always
// knows which endpoints are ready and watched, without looking at the others.
#pragma once

#include <cstdint>

#include "runtime/handler.hpp"

namespace tornado {

class SimNetwork;

/// The owner of a descriptor.
class Endpoint {
 public:
  Endpoint(const Endpoint&) = delete;
  Endpoint& operator=(const Endpoint&) = delete;

  /// The events that it is ready for now.
  virtual IOEvents readiness() const = 0;

  /// Called when the network is destroyed: the endpoint must not use it any more.
  virtual void orphan() noexcept = 0;

 protected:
  Endpoint() = default;
  virtual ~Endpoint() = default;

  int descriptor() const { return descriptor_; }
  std::uint32_t task() const { return task_; }

  /// The runs of its handler are steps of that task.
  void set_task(std::uint32_t task) { task_ = task; }

 private:
  friend class Descriptors;

  int descriptor_ = -1;
  std::uint32_t task_ = 0;
  IOEvents interest_ = 0;
  bool queued_ = false;  // in the list of endpoints that may be ready
  Endpoint* before_ = nullptr;
  Endpoint* after_ = nullptr;
};

}  // namespace tornado
