// Portfolio: all strategies together. Each run belongs to one strategy; strategies that have recently shown
// more new interleavings get more runs. No strategy is good at everything, and nobody knows beforehand which
// one a program needs.
#pragma once

#include <cassert>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <unordered_set>
#include <vector>

#include "harness/strategies/partial_order.hpp"
#include "harness/strategies/strategy.hpp"

namespace windtunnel::strategies {

class Portfolio final : public Strategy {
 public:
  struct Arm {
    std::string name;
    std::unique_ptr<Strategy> strategy;
    std::uint64_t runs = 0;
    std::uint64_t news = 0;  ///< runs that showed a partial order that no run had shown before
    double rate = 1;         ///< of news, recently
    double passed = 0;       ///< the total cost of its runs; the lower its rate, the more a run costs
    bool over = false;
    /// A run with more steps than this is the strategy's last.
    std::size_t most_steps = std::numeric_limits<std::size_t>::max();
  };

  static constexpr std::size_t most_arms = 16;

  explicit Portfolio(std::vector<Arm> arms) : arms_(std::move(arms)) { assert(arms_.size() <= most_arms); }

  bool begin_run(std::uint64_t seed, const core::Trace& trace) override;
  std::uint32_t choose(const tornado::ChoicePoint& point) override {
    return current_->strategy->choose(point);
  }
  void end_run(const core::Trace& trace) override;
  bool needs_events() const override { return current_->strategy->needs_events(); }
  std::string certificate() const override;

  const std::vector<Arm>& arms() const { return arms_; }
  /// The place of the arm whose run began last. There must have been a run.
  std::size_t latest() const { return static_cast<std::size_t>(current_ - arms_.data()); }

 private:
  Arm* cheapest();

  std::vector<Arm> arms_;
  Arm* current_ = nullptr;
  PartialOrder order_;
  std::unordered_set<std::uint64_t> seen_;
  bool over_ = false;
};

}  // namespace windtunnel::strategies
