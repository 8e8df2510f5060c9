// Pos: partial order sampling (Yuan et al., CAV 2018). Every ready step has a random priority; the highest
// runs, and the steps that race with it draw new priorities. So every order of conflicting steps has a
// chance, however many other steps are between them.
#pragma once

#include <cstdint>
#include <vector>

#include "harness/strategies/strategy.hpp"

namespace windtunnel::strategies {

class Pos final : public StepStrategy {
 protected:
  void start() override {}
  void ran(const tornado::Step& step, const tornado::StepLog& steps) override {
    if (step.object == 0) return;
    for (std::size_t at = 0; at < steps.ready_count(); ++at) {
      const std::uint32_t slot = steps.slot(at);
      if (slot < priorities_.size() && race(step, steps.ready(at))) priorities_[slot] = random().next();
    }
  }
  void became_ready(const tornado::Step&, std::uint32_t slot) override {
    at_place(priorities_, slot) = random().next();
  }
  std::size_t pick(const tornado::StepLog& steps) override {
    std::size_t best = 0;
    for (std::size_t at = 1; at < steps.ready_count(); ++at) {
      if (priorities_[steps.slot(at)] > priorities_[steps.slot(best)]) best = at;
    }
    return best;
  }

 private:
  std::vector<std::uint64_t> priorities_;  // by slot
};

}  // namespace windtunnel::strategies
