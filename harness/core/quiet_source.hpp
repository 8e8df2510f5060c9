// The source of the quiet run: first in, first out, no delay, no fault, the simplest data.
#pragma once

#include <cstdint>

#include "runtime/sim/choice_source.hpp"

namespace windtunnel::core {

/// Answers 0 to every question.
class QuietSource final : public tornado::ChoiceSource {
 public:
  std::uint32_t choose(const tornado::ChoicePoint&) override { return 0; }
};

}  // namespace windtunnel::core
