// Strategy: a ChoiceSource that searches. It answers the questions of one run after another, differently each
// time, and may learn from the runs that it has seen. The strategies are good at such different things that
// the portfolio, which uses all of them, is the default.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "harness/core/random.hpp"
#include "harness/core/trace.hpp"
#include "harness/strategies/network_answers.hpp"
#include "runtime/sim/choice_source.hpp"
#include "runtime/sim/step_log.hpp"

namespace windtunnel::strategies {

/// Answers run after run: `while (strategy.begin_run(seed, trace)) { run(..., strategy, ..., trace);
/// strategy.end_run(trace); }`.
class Strategy : public tornado::ChoiceSource {
 public:
  /// Call it before each run, with the run's seed and the trace that the run will be recorded in. Returns
  /// false, and there is no run, if every schedule that the strategy would try was run.
  virtual bool begin_run(std::uint64_t seed, const core::Trace& trace) = 0;

  /// Call it after each run.
  virtual void end_run(const core::Trace& /*trace*/) {}

  /// Call it after each run of another strategy, from which this one may learn.
  virtual void saw(const core::Trace& /*trace*/) {}

  /// Whether it has something of its own to try, as far as the runs that it saw show. In a portfolio it waits
  /// until it does.
  virtual bool applies() const { return true; }

  /// Whether it learns from the loop's observer; then runs must be observed.
  virtual bool needs_events() const { return false; }

  /// What was shown so far, and what that rests on: "complete: every schedule (252)"; empty if nothing was.
  virtual std::string certificate() const { return {}; }

  /// Whether every schedule was run, or is equivalent to one that was, and no limit ended any of these runs.
  virtual bool complete() const { return false; }
};

/// A strategy that decides which step runs next. It answers what the network asks, and how much time passes,
/// as NetworkAnswers does, and all other questions at random.
class StepStrategy : public Strategy {
 public:
  bool begin_run(std::uint64_t seed, const core::Trace& /*trace*/) final {
    random_ = core::Random(seed);
    last_ready_ = 0;
    seen_done_ = 0;
    network_.start();
    clock_.start();
    start();
    return true;
  }

  void end_run(const core::Trace& trace) final { learn(trace.steps); }

  std::uint32_t choose(const tornado::ChoicePoint& point) final {
    if (point.steps == nullptr) {
      if (point.kind == tornado::ChoiceKind::timer) return clock_.answer(point, random_);
      return NetworkAnswers::is_about(point) ? network_.answer(point, random_) : random_.below(point.options);
    }
    const tornado::StepLog& steps = *point.steps;
    for (; seen_done_ < steps.done().size(); ++seen_done_) ran(steps.done()[seen_done_], steps);
    std::size_t first = steps.ready_count();
    while (first > 0 && steps.ready(first - 1).number > last_ready_) --first;
    for (; first < steps.ready_count(); ++first) {
      last_ready_ = steps.ready(first).number;
      became_ready(steps.ready(first), steps.slot(first));
    }
    return static_cast<std::uint32_t>(pick(steps));
  }

 protected:
  /// Called when a run begins.
  virtual void start() = 0;
  /// Called when a step has run, even if it was the only one that could and nobody was asked.
  virtual void ran(const tornado::Step& /*step*/, const tornado::StepLog& /*steps*/) {}
  /// Called when a step becomes ready, unless it runs before the next question.
  virtual void became_ready(const tornado::Step& /*step*/, std::uint32_t /*slot*/) {}
  /// Called when the run is over.
  virtual void learn(const tornado::StepLog& /*steps*/) {}
  /// Returns the place of the next step among the ready ones, which are at least two.
  virtual std::size_t pick(const tornado::StepLog& steps) = 0;

  core::Random& random() { return random_; }

 private:
  core::Random random_{0};
  NetworkAnswers network_;
  NetworkAnswers clock_;
  std::uint32_t last_ready_ = 0;
  std::size_t seen_done_ = 0;
};

/// Whether the order of two steps matters, judged by what they declare to touch; the second has not run yet.
inline bool race(const tornado::Step& left, const tornado::Step& right) {
  return left.object == right.object && left.object != 0 &&
         (tornado::writes(left.touch) || tornado::writes(right.touch));
}

/// The value at that index; extends the vector if needed.
template <class T>
T& at_place(std::vector<T>& values, std::size_t place, T fill = T()) {
  if (place >= values.size()) values.resize(place + 1, fill);
  return values[place];
}

}  // namespace windtunnel::strategies
