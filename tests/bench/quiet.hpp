// The choice source of the benchmarks: everything happens in the usual order.
#pragma once

#include "runtime/sim/choice_source.hpp"

namespace windtunnel::bench {

class Quiet final : public tornado::ChoiceSource {
 public:
  std::uint32_t choose(const tornado::ChoicePoint&) override { return 0; }
};

}  // namespace windtunnel::bench
