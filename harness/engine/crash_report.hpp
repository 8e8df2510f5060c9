// What a process tells of a run that ends it: the last steps with their code, and the stack. It is written
// from within the signal's handler, where nothing may be allocated, and read by the parent.
#pragma once

#include <string>

#include "harness/core/trace.hpp"
#include "harness/engine/memory_file.hpp"

namespace windtunnel::engine {

/// Made before the child is forked.
class CrashReport {
 public:
  /// For the child: from now on, a signal that ends this process writes down what `trace` holds by then. Both
  /// must outlive the process.
  void watch(const core::Trace& trace);

  /// For the parent, when the child is over: a few lines, each with its end; empty if nothing was written,
  /// since the process ended by itself or was killed. It holds no address: stack frames without a name are
  /// given by their offset in the program's file.
  std::string read() const;

 private:
  static void write(void* report);

  const core::Trace* trace_ = nullptr;
  MemoryFile steps_;
  MemoryFile stack_;
};

}  // namespace windtunnel::engine
