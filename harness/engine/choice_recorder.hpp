// The choices of the run in progress, in memory that outlives the process. When the code under test takes its
// process down, these choices are the finding.
#pragma once

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdint>

#include "harness/core/choice_log.hpp"
#include "runtime/sim/choice_source.hpp"

namespace windtunnel::engine {

/// Lives in SharedMemory: one process writes, and another reads once the writer is over. Holds as many
/// choices as a ChoiceLog; what is drawn beyond those is not recorded.
class ChoiceRecorder {
 public:
  ChoiceRecorder() {}  // NOLINT: not defaulted, which would fill the choices

  /// Forgets the run before.
  void clear() { size_.store(0, std::memory_order_relaxed); }

  void append(tornado::ChoiceKind kind, std::uint32_t options, std::uint32_t index) {
    const std::uint32_t size = size_.load(std::memory_order_relaxed);
    if (size == core::choice_limit) return;
    choices_[size] = {kind, options, index};
    size_.store(size + 1, std::memory_order_release);
  }

  /// The choices so far.
  core::ChoiceLog log() const {
    core::ChoiceLog log;
    const std::uint32_t size = size_.load(std::memory_order_acquire);
    for (std::uint32_t at = 0; at < size; ++at) {
      const Recorded& choice = choices_[at];
      log.append({choice.kind, choice.options, choice.index});
    }
    return log;
  }

 private:
  // A Choice whose constructor does nothing.
  struct Recorded {
    tornado::ChoiceKind kind;
    std::uint32_t options;
    std::uint32_t index;
  };

  std::atomic<std::uint32_t> size_{0};
  std::array<Recorded, core::choice_limit> choices_;
};

/// A decorator: passes each question on and writes the answer to a recorder. Both must outlive it.
template <class Inner = tornado::ChoiceSource>
class SharedRecordingSource final : public tornado::ChoiceSource {
 public:
  SharedRecordingSource(Inner& inner, ChoiceRecorder& recorder) : inner_(&inner), recorder_(&recorder) {}

  std::uint32_t choose(const tornado::ChoicePoint& point) override {
    const std::uint32_t index = inner_->choose(point);
    recorder_->append(point.kind, point.options, index);
    return index;
  }

 private:
  Inner* inner_;
  ChoiceRecorder* recorder_;
};

}  // namespace windtunnel::engine
