// What the parent sees of a worker: what it is doing, how far it is, and what it has found.
#pragma once

#include <atomic>
#include <cstdint>

#include "harness/engine/child_limits.hpp"
#include "harness/engine/choice_recorder.hpp"
#include "harness/engine/violation_note.hpp"

namespace windtunnel::engine {

/// Lives in SharedMemory; outlives a worker that code under test takes down.
struct WorkerSlot {
  WorkerSlot() {}  // NOLINT: not defaulted, which would fill the choices

  std::atomic<std::uint64_t> pulse{0};  ///< moves with every run
  std::atomic<std::uint64_t> item{0};   ///< that is worked on
  std::atomic<std::uint64_t> place{0};  ///< of the latest run, within the item
  std::atomic<bool> in_run{false};      ///< only then can the worker's end be the fault of what it runs
  std::atomic<std::uint64_t> cases{0};  ///< so far, as runs and steps, for the progress line
  std::atomic<std::uint64_t> runs{0};
  std::atomic<std::uint64_t> steps{0};
  ChoiceRecorder recorder;  ///< of the latest run
  ViolationNote violation;  ///< of the latest run, which was the last

  void begin_run(std::uint64_t at_place) {
    place.store(at_place, std::memory_order_relaxed);
    recorder.clear();
    pulse.fetch_add(1, std::memory_order_relaxed);
    in_run.store(true, std::memory_order_release);
  }
  void end_run() {
    end_if_copied();
    in_run.store(false, std::memory_order_release);
  }
};

}  // namespace windtunnel::engine
