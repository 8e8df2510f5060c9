// What has a descriptor in the simulated network: sockets and listeners. The network knows at any time which
// of them are ready and watched, without looking at the others.
#pragma once

#include <cstdint>

#include "runtime/handler.hpp"

namespace tornado {

class SimNetwork;

/// A descriptor's owner.
class Endpoint {
 public:
  Endpoint(const Endpoint&) = delete;
  Endpoint& operator=(const Endpoint&) = delete;

  /// What it is ready for now.
  virtual IOEvents readiness() const = 0;

  /// The network goes, and takes what it knows along.
  virtual void orphan() noexcept = 0;

 protected:
  Endpoint() = default;
  virtual ~Endpoint() = default;

  int descriptor() const { return descriptor_; }

 private:
  friend class Descriptors;

  int descriptor_ = -1;
  IOEvents interest_ = 0;
  bool queued_ = false;  // in the list of those that may be ready
  Endpoint* before_ = nullptr;
  Endpoint* after_ = nullptr;
};

}  // namespace tornado
