// What every run of a native subject needs: a loop in a world of its own, and a trace of what the subject
// says.
#pragma once

#include <string_view>

#include "harness/core/subject.hpp"
#include "harness/subjects/current_loop.hpp"
#include "runtime/tornado.hpp"

namespace windtunnel {

/// One run of a C++ subject.
class NativeRun {
 public:
  NativeRun(tornado::ChoiceSource& choices, const RunOptions& options, Trace& trace);
  /// Closes the loop: whatever the subject left dies here and reports to the trace.
  ~NativeRun();

  tornado::SimLoop& loop() { return loop_; }

  /// Draws a number below `options` for the subject's program; 0 is the simplest.
  std::uint32_t draw(std::string_view site, std::uint32_t options);

  /// Adds a line to the trace: the time, then the words.
  void log(std::string_view words);

  /// Runs the loop until nothing is left to do.
  void fly();

 private:
  tornado::ChoiceSource& choices_;
  const RunOptions& options_;
  Trace& trace_;
  tornado::SimLoop loop_;
  CurrentLoop current_;
};

}  // namespace windtunnel
