// Baton: lets one thread go on after another, so that of the threads of a run exactly one runs. Each thread
// waits for its own.
#pragma once

#include <atomic>
#include <cstdint>

namespace windtunnel::kernel {

/// Given by one thread, taken by the thread that owns it.
class Baton {
 public:
  /// Lets the owner go on. The owner may destroy it at once.
  void give() noexcept;
  /// Waits until it is given.
  void take() noexcept;

 private:
  std::atomic<std::uint32_t> given_{0};
};

}  // namespace windtunnel::kernel
