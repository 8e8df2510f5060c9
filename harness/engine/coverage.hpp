// What a search has seen of a program, and what that says about what it has not: the partial orders of its
// runs, counted; and, for runs under PCT, the bound on missing a bug.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <unordered_map>
#include <utility>

#include "harness/strategies/partial_order.hpp"
#include "runtime/sim/step_log.hpp"

namespace windtunnel::engine {

/// Counts the runs of one stream of a search; those of several can be added.
class Coverage {
 public:
  /// How often each order was seen, by its fingerprint.
  using Orders = std::unordered_map<std::uint64_t, std::uint32_t>;

  Coverage() = default;
  /// What another one told of itself; without its orders if they are not known.
  Coverage(std::uint64_t runs, std::uint64_t steps, std::uint64_t tasks, std::uint64_t decisions,
           Orders orders)
      : runs_(runs), steps_(steps), decisions_(decisions), tasks_(tasks), orders_(std::move(orders)) {}

  /// One more run.
  void add(const tornado::StepLog& steps, std::uint64_t decisions) {
    ++runs_;
    steps_ += steps.done().size();
    tasks_ = std::max<std::uint64_t>(tasks_, steps.task_count() + 1);
    decisions_ = std::max(decisions_, decisions);
    if (orders_.size() < most_orders) {
      ++orders_[order_.fingerprint(steps)];
    } else if (const auto at = orders_.find(order_.fingerprint(steps)); at != orders_.end()) {
      ++at->second;
    }
  }

  Coverage& operator+=(const Coverage& other) {
    runs_ += other.runs_;
    steps_ += other.steps_;
    tasks_ = std::max(tasks_, other.tasks_);
    decisions_ = std::max(decisions_, other.decisions_);
    for (const auto& [order, count] : other.orders_) orders_[order] += count;
    return *this;
  }

  std::uint64_t runs() const { return runs_; }
  std::uint64_t steps() const { return steps_; }
  std::uint64_t tasks() const { return tasks_; }           ///< at most in one run
  std::uint64_t decisions() const { return decisions_; }   ///< at most in one run
  std::uint64_t orders() const { return orders_.size(); }  ///< that differ in what conflicts

  const Orders& counted_orders() const { return orders_; }

  /// About how likely the next run is to show an order that none has shown (Good and Turing): the share of
  /// the runs whose order was seen once.
  double chance_of_news() const {
    if (runs_ == 0) return 1;
    const auto once =
        std::count_if(orders_.begin(), orders_.end(), [](const auto& each) { return each.second == 1; });
    return static_cast<double>(once) / static_cast<double>(runs_);
  }

  /// How likely it is at most that a bug of that depth would have been missed by `pct_runs` runs of PCT.
  double chance_missed(unsigned depth, std::uint64_t pct_runs) const {
    const double found = 1 / (static_cast<double>(std::max<std::uint64_t>(tasks_, 1)) *
                              std::pow(static_cast<double>(std::max<std::uint64_t>(decisions_, 1)),
                                       static_cast<double>(depth) - 1));
    return std::exp(static_cast<double>(pct_runs) * std::log1p(-std::min(found, 1 - 1e-12)));
  }

 private:
  static constexpr std::size_t most_orders = 1'000'000;

  std::uint64_t runs_ = 0;
  std::uint64_t steps_ = 0;
  std::uint64_t decisions_ = 0;
  std::uint64_t tasks_ = 1;
  Orders orders_;
  strategies::PartialOrder order_;
};

}  // namespace windtunnel::engine
