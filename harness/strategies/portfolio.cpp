#include "harness/strategies/portfolio.hpp"

namespace windtunnel::strategies {

namespace {

constexpr std::size_t most_seen = 4'000'000;
constexpr double memory = 1.0 / 64;  // the weight of the latest run
constexpr double floor_rate = 0.1;   // a strategy that shows nothing new still gets some runs

}  // namespace

Portfolio::Arm* Portfolio::cheapest() {
  Arm* best = nullptr;
  for (Arm& arm : arms_) {
    if (!arm.over && arm.strategy->applies() && (best == nullptr || arm.passed < best->passed)) best = &arm;
  }
  return best;
}

bool Portfolio::begin_run(std::uint64_t seed, const core::Trace& trace) {
  while (!over_) {
    current_ = cheapest();
    if (current_ == nullptr) return false;
    if (current_->strategy->begin_run(seed, trace)) return true;
    current_->over = true;
    over_ = current_->strategy->complete();
  }
  return false;
}

void Portfolio::end_run(const core::Trace& trace) {
  current_->strategy->end_run(trace);
  ++current_->runs;
  if (trace.steps.done().size() > current_->most_steps) current_->over = true;
  const bool is_new = seen_.size() < most_seen && seen_.insert(order_.fingerprint(trace.steps)).second;
  current_->news += is_new ? 1U : 0U;
  current_->rate += memory * ((is_new ? 1.0 : 0.0) - current_->rate);
  current_->passed += 1 / (floor_rate + current_->rate);
  for (Arm& arm : arms_) {
    if (arm.over || &arm == current_) continue;
    const bool applied = arm.strategy->applies();
    arm.strategy->saw(trace);
    // One that begins late need not catch up.
    if (!applied && arm.strategy->applies()) arm.passed = current_->passed;
  }
}

std::string Portfolio::certificate() const {
  std::string all;
  for (const Arm& arm : arms_) {
    const std::string words = arm.strategy->certificate();
    if (arm.strategy->complete()) return words;
    if (words.empty()) continue;
    all.append(all.empty() ? "" : "; ").append(words);
  }
  return all;
}

}  // namespace windtunnel::strategies
