// A strategy: a ChoiceSource that searches. It answers the questions of one run after another, each time
// another way, and may learn from the runs that it has seen. What the strategies are good at differs so much
// that the portfolio, which uses them all, is the default.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "harness/choices/random.hpp"
#include "harness/trace.hpp"
#include "runtime/sim/choice_source.hpp"
#include "runtime/sim/step_log.hpp"

namespace windtunnel {

/// Answers for run after run: `while (strategy.begin_run(seed, trace)) { run(..., strategy, ..., trace);
/// strategy.end_run(trace); }`.
class Strategy : public tornado::ChoiceSource {
 public:
  /// Before each run, with a seed of its own and where the run will be recorded. False if every schedule that
  /// it would try has been run; then there is no run.
  virtual bool begin_run(std::uint64_t seed, const Trace& trace) = 0;

  /// After each run.
  virtual void end_run(const Trace& /*trace*/) {}

  /// Whether it learns from what the loop's observer sees: then runs must be observed.
  virtual bool needs_events() const { return false; }

  /// What has been shown so far, or empty if nothing has: "complete: ...".
  virtual std::string certificate() const { return {}; }
};

/// A strategy that decides which step comes next, and answers all other questions at random.
class StepStrategy : public Strategy {
 public:
  bool begin_run(std::uint64_t seed, const Trace& /*trace*/) final {
    random_ = Random(seed);
    last_ready_ = 0;
    seen_done_ = 0;
    start();
    return true;
  }

  void end_run(const Trace& trace) final { learn(trace.steps); }

  std::uint32_t choose(const tornado::ChoicePoint& point) final {
    if (point.steps == nullptr) return random_.below(point.options);
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
  /// A run begins.
  virtual void start() = 0;
  /// A step ran; also one that was the only one that could, of which nobody asked.
  virtual void ran(const tornado::Step& /*step*/, const tornado::StepLog& /*steps*/) {}
  /// A step became ready. Those that ran before anybody asked again never come here.
  virtual void became_ready(const tornado::Step& /*step*/, std::uint32_t /*slot*/) {}
  /// The run is over.
  virtual void learn(const tornado::StepLog& /*steps*/) {}
  /// The place of the step that comes next among the ready ones, which are at least two.
  virtual std::size_t pick(const tornado::StepLog& steps) = 0;

  Random& random() { return random_; }

 private:
  Random random_{0};
  std::uint32_t last_ready_ = 0;
  std::size_t seen_done_ = 0;
};

/// Whether the order of two steps, the second of which has not run yet, matters by what they say they touch.
inline bool race(const tornado::Step& left, const tornado::Step& right) {
  return left.object == right.object && left.object != 0 &&
         (left.touch == tornado::Touch::write || right.touch == tornado::Touch::write);
}

/// The value at that place, made if need be.
template <class T>
T& at_place(std::vector<T>& values, std::size_t place, T fill = T()) {
  if (place >= values.size()) values.resize(place + 1, fill);
  return values[place];
}

}  // namespace windtunnel
