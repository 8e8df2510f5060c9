// StuckTasks: where the tasks of a World wait that have not ended, for the words of a deadlock.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "runtime/io_loop.hpp"
#include "runtime/runner.hpp"

namespace windtunnel {

/// The coroutines that are suspended on a loop, the oldest first. Valid until the loop goes on.
class StuckTasks {
 public:
  explicit StuckTasks(tornado::IOLoop& loop);

  const std::vector<const tornado::Runner*>& frames() const { return frames_; }

  /// Whether it waits for something other than another coroutine of its own task.
  bool is_innermost(const tornado::Runner& frame) const;
  /// The coroutine with that number (Runner::task) if it is suspended and innermost; otherwise null.
  const tornado::Runner* innermost(std::uint32_t coroutine) const;
  /// " at pool.cpp:12": where the task waits; empty if it has no coroutine that is suspended.
  std::string place_of(std::uint32_t task) const;

 private:
  std::vector<const tornado::Runner*> frames_;
  std::unordered_map<const tornado::FutureCell*, std::uint32_t> task_of_;  // for lookup only
};

}  // namespace windtunnel
