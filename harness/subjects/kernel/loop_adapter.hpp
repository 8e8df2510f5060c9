// LoopAdapter: what the World knows of an event loop that runs in a plain program, such as Asio's: how to
// stop it, and what its tasks wait for. A loop without an adapter runs as well, but the World cannot name its
// tasks.
#pragma once

#include <cstdint>
#include <string>

#include "runtime/clock.hpp"

namespace windtunnel {

class KernelRun;

/// One kind of event loop. It belongs to the process, and serves one run after the other.
class LoopAdapter {
 public:
  LoopAdapter() = default;
  LoopAdapter(const LoopAdapter&) = delete;
  LoopAdapter& operator=(const LoopAdapter&) = delete;
  virtual ~LoopAdapter() = default;

  /// A run begins; it lives until end().
  virtual void begin(KernelRun& run) = 0;
  /// The run has ended; what the program has abandoned may still exist.
  virtual void end() noexcept = 0;
  /// Stops the loops that run, so that the program goes on behind them. Returns whether there was one.
  virtual bool stop_loops() = 0;
  /// The first deadline of its timers after that time; SimDevice::never if there is none.
  virtual tornado::Time deadline_after(tornado::Time time) const = 0;
  /// See kernel::Client.
  virtual bool only_looks_around() const = 0;
  /// For what the task waits: "async_read_some on socket 1"; empty if that is not known.
  virtual std::string wait_of(std::uint32_t task) const = 0;
  /// The operations that the program has begun and left behind: "alice's async_wait on timer 1, ..."; empty
  /// if there are none.
  virtual std::string left_over() const = 0;
};

}  // namespace windtunnel
