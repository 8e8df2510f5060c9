// UniformWalk and SelectiveWalk: uniform random walk and selectively uniform random walk (Zhao et al., ASPLOS
// 2025). A task is chosen in proportion to its remaining steps, so that all interleavings are about equally
// likely, whether tasks are long or short. The selective walk does so only for the steps on one shared
// object, another one in each run.
#pragma once

#include <cstdint>
#include <vector>

#include "harness/strategies/strategy.hpp"
#include "harness/strategies/task_lengths.hpp"

namespace windtunnel::strategies {

/// URW.
class UniformWalk final : public StepStrategy {
 protected:
  void learn(const tornado::StepLog& steps) override { lengths_.learn(steps); }
  void start() override {
    lengths_.start([](std::uint32_t) { return true; });
  }
  void ran(const tornado::Step& step, const tornado::StepLog& steps) override;
  std::size_t pick(const tornado::StepLog& steps) override;

 private:
  TaskLengths lengths_;
};

/// SURW.
class SelectiveWalk final : public StepStrategy {
 protected:
  void learn(const tornado::StepLog& steps) override;
  void start() override;
  void ran(const tornado::Step& step, const tornado::StepLog& steps) override;
  std::size_t pick(const tornado::StepLog& steps) override;

 private:
  static constexpr std::uint32_t nobody = ~std::uint32_t{0};

  bool is_selected(const tornado::Step& step) const { return selected_ != 0 && step.object == selected_; }
  std::uint32_t intend();

  TaskLengths lengths_;                 // in steps on the selected object
  std::vector<std::uint32_t> objects_;  // the objects that can be selected
  std::uint32_t selected_ = 0;
  std::uint32_t tasks_ = 0;              // how many tasks have begun
  std::uint32_t intended_ = nobody;      // the task whose selected step comes next
  std::vector<std::size_t> unselected_;  // scratch: ready steps on other objects
};

}  // namespace windtunnel::strategies
