// SimDevice: a part of the simulated world that has descriptors, such as the network. It tells the loop which
// of them are ready and when the next thing happens; the loop knows nothing else about it.
#pragma once

#include <limits>
#include <vector>

#include "runtime/clock.hpp"
#include "runtime/handler.hpp"

namespace tornado {

/// A descriptor and what it is ready for. The run of its handler is a step of that task, which touches that
/// object and, as far as the loop knows, anything else; the numbers are those of the loop's StepLog.
struct ReadyDescriptor {
  int fd;
  IOEvents events;
  std::uint32_t task = 0;
  std::uint32_t object = 0;
};

/// The interface between a SimLoop and a device.
class SimDevice {
 public:
  /// The time of something that never happens.
  static constexpr Time never = at_seconds(std::numeric_limits<double>::infinity());

  virtual ~SimDevice() = default;

  /// From now on the loop wants to know when the descriptor is ready for these events; 0: no longer.
  virtual void watch(int fd, IOEvents interest) = 0;

  /// The time is `now`: runs everything that is due.
  virtual void advance(Time now) = 0;

  /// When the next thing happens by itself; `never` if only the program can cause one.
  virtual Time next() const = 0;

  /// Whether a watched descriptor may be ready.
  virtual bool stirs() const = 0;

  /// Appends the watched descriptors that are ready, in the order in which they became ready.
  virtual void collect(std::vector<ReadyDescriptor>& ready) = 0;

  /// The loop is being destroyed and makes no more calls.
  virtual void detach() noexcept = 0;
};

}  // namespace tornado
