// Writes down what another source answers, so that the run can be replayed and shrunk.
#pragma once

#include "harness/core/choice_log.hpp"
#include "runtime/sim/choice_source.hpp"

namespace windtunnel::core {

/// A decorator: passes each question on and appends the answer to a log. Source and log must outlive it. With
/// a final class as `Inner`, the inner call costs nothing.
template <class Inner = tornado::ChoiceSource>
class RecordingSource final : public tornado::ChoiceSource {
 public:
  RecordingSource(Inner& inner, ChoiceLog& log) : inner_(&inner), log_(&log) {}

  std::uint32_t choose(const tornado::ChoicePoint& point) override {
    const std::uint32_t index = inner_->choose(point);
    log_->append({point.kind, point.options, index});
    return index;
  }

 private:
  Inner* inner_;
  ChoiceLog* log_;
};

}  // namespace windtunnel::core
