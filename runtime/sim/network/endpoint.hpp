// Endpoint: the owner of a descriptor in the simulated network, a socket or a listener. The network always
// knows which endpoints are ready and watched, without looking at the others.
#pragma once

#include <cstddef>
#include <cstdint>

#include "runtime/handler.hpp"
#include "runtime/memory_pool.hpp"

namespace tornado {

class SimNetwork;

/// What has changed at an endpoint: `state` stands for everything.
enum class EndpointChange : std::uint8_t { readable, writable, error, state };

/// Somebody who wants to know at once that the readiness of an endpoint may have changed, such as a simulated
/// kernel.
class EndpointWatcher {
 public:
  virtual void endpoint_changed(EndpointChange change) = 0;

 protected:
  ~EndpointWatcher() = default;
};

/// The owner of a descriptor.
class Endpoint {
 public:
  static void* operator new(std::size_t size) { return pool_allocate(size); }
  static void operator delete(void* memory, std::size_t size) noexcept { pool_deallocate(memory, size); }

  Endpoint(const Endpoint&) = delete;
  Endpoint& operator=(const Endpoint&) = delete;

  /// The events that it is ready for now.
  virtual IOEvents readiness() const = 0;

  /// Called when the network is destroyed: the endpoint must not use it any more.
  virtual void orphan() noexcept = 0;

  /// There can be one watcher; null: nobody.
  void set_watcher(EndpointWatcher* watcher) noexcept { watcher_ = watcher; }

 protected:
  Endpoint() = default;
  virtual ~Endpoint() = default;

  int descriptor() const { return descriptor_; }
  std::uint32_t task() const { return task_; }

  void tell_watcher(EndpointChange change) const {
    if (watcher_ != nullptr) watcher_->endpoint_changed(change);
  }

  /// The runs of its handler are steps of that task.
  void set_task(std::uint32_t task) { task_ = task; }

 private:
  friend class Descriptors;

  EndpointWatcher* watcher_ = nullptr;
  int descriptor_ = -1;
  std::uint32_t task_ = 0;
  IOEvents interest_ = 0;
  bool queued_ = false;  // in the list of endpoints that may be ready
  Endpoint* before_ = nullptr;
  Endpoint* after_ = nullptr;
};

}  // namespace tornado
