// ContextState: what the coverage marks need to know about stack contexts: which blocks are open, what was
// captured, and which exception a captured call was offered last. It is a part of RunState and believes every
// event.
#pragma once

#include <cstdint>
#include <vector>

#include "harness/properties/coverage_marks.hpp"
#include "harness/properties/laws/numbered.hpp"
#include "runtime/observer.hpp"

namespace windtunnel::properties {

class RunState;

class ContextState {
 public:
  void reset();

  /// Processes the next event about a context or a capture; `run` is the state before it.
  void apply(const tornado::Event& event, const RunState& run);

  /// Processes the next event about a task.
  void apply_to_task(const tornado::Event& event, const RunState& run);

  /// Processes the end of a callback, timer, external event, handler or callback of a future.
  void end_call(const tornado::Event& event, const RunState& run);

  Marks marks;  ///< of contexts, so far

 private:
  struct ContextFacts {
    bool handles = false;       // an ExceptionStackContext
    bool of_coroutine = false;  // made by its first YieldPoint
    bool deactivated = false;
  };

  // A coroutine's step in progress.
  struct Step {
    std::uint32_t task = 0;
    std::uint32_t blocks = 0;  // open around it
  };

  void begin_step(std::uint32_t task);
  void end_step(std::uint32_t task);
  void leave(const tornado::Event& event, std::uint32_t step);
  void resume(const RunState& run);

  Numbered<ContextFacts> contexts_;
  Numbered<std::uint32_t> captures_;    // the innermost context of each
  Numbered<std::uint32_t> own_blocks_;  // by task: left open when it yielded
  std::vector<Step> steps_;             // innermost last
  std::vector<std::uint32_t>
      calls_;                  // of captures, innermost last: the exception that a handler was offered last
  std::uint32_t blocks_ = 0;   // open here
  std::uint32_t offered_ = 0;  // to a handler, by the call that was given back last
  std::uint32_t handled_at_ = 0;  // the step at which a handler around a call was offered an exception
};

}  // namespace windtunnel::properties
