// SimDevice: a part of the simulated world that has descriptors, such as the network. It tells the loop which
// of them are ready and when something happens next; the loop knows no more about it.
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

/// What a SimLoop asks of the world's devices.
class SimDevice {
 public:
  /// When something happens that never does.
  static constexpr Time never = at_seconds(std::numeric_limits<double>::infinity());

  virtual ~SimDevice() = default;

  /// The loop wants to know when the descriptor is ready for these events from now on; 0: no longer.
  virtual void watch(int fd, IOEvents interest) = 0;

  /// It is `now`: lets everything happen that is due.
  virtual void advance(Time now) = 0;

  /// When something happens next by itself; `never` if it is the program's turn.
  virtual Time next() const = 0;

  /// Whether a descriptor that is watched may be ready.
  virtual bool stirs() const = 0;

  /// Appends the watched descriptors that are ready, those that became so first first.
  virtual void collect(std::vector<ReadyDescriptor>& ready) = 0;

  /// The loop goes; it calls no more.
  virtual void detach() noexcept = 0;
};

}  // namespace tornado
