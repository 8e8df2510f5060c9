// Exhaustive: runs every schedule, except those that are equivalent to one that was run: dynamic partial
// order reduction with source sets and sleep sets (Abdulla et al., POPL 2014). Two schedules are equivalent
// if they differ only in the order of steps that touch nothing in common. That is known only where a program
// declares all its accesses (World::declares_all_accesses): without that, any two steps may share a plain
// variable. If other choices than those of steps decide what happens, such as external events or the
// adversarial model's timers, nothing is left out either.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "harness/strategies/footprint.hpp"
#include "harness/strategies/happens_before.hpp"
#include "harness/strategies/strategy.hpp"

namespace windtunnel::strategies {

/// The progress of an exhaustive search.
struct ExhaustiveFigures {
  std::uint64_t traces = 0;   ///< runs, no two of them equivalent
  std::uint64_t blocked = 0;  ///< runs that turned out to be equivalent to another
  double represented = 0;     ///< schedules that are equivalent to one of the runs, including those runs
  bool counted = true;        ///< whether `represented` is complete; else it is a lower bound
  bool reduced = true;        ///< whether equivalent schedules are left out
  bool cut = false;           ///< whether a limit ended some run, or a failure hid what would have come next
  bool deterministic = true;  ///< whether equal answers always led to equal questions
  bool complete = false;      ///< whether no schedule is left to run
};

/// Ends when everything was run. The first run's seed decides the order.
class Exhaustive final : public Strategy {
 public:
  enum class Order : std::uint8_t { first_in_first_out, random };

  explicit Exhaustive(Order order = Order::first_in_first_out) : order_(order) {}

  bool begin_run(std::uint64_t seed, const core::Trace& trace) override;
  std::uint32_t choose(const tornado::ChoicePoint& point) override;
  void end_run(const core::Trace& trace) override;
  bool needs_events() const override { return figures_.reduced; }
  std::string certificate() const override;
  bool complete() const override { return figures_.complete && figures_.deterministic && !figures_.cut; }

  const ExhaustiveFigures& figures() const { return figures_; }

 private:
  // A step that was run from here, or from an ancestor without a conflicting step since. Running it again
  // would show nothing new.
  struct Asleep {
    std::uint32_t number;
    Footprint footprint;
  };

  // One question on the path.
  struct Node {
    bool steps = false;  // it asked for a step
    tornado::ChoiceKind kind = tornado::ChoiceKind::callback;
    bool blocked = false;  // every step that could run is asleep
    std::uint32_t chosen = 0;
    std::size_t ran = 0;                 // how many steps ran before
    std::vector<std::uint32_t> numbers;  // by option: the step's number, or the option's own number
    std::vector<char> wanted;            // by option: whether it is to be run
    std::vector<char> done;              // by option: whether it was run
    std::vector<Asleep> sleep;
    Footprint footprint;  // of the chosen step, over all runs that contain it
  };

  static bool sleeps(const std::vector<Asleep>& sleep, std::uint32_t number);
  void read_steps();
  void open(const tornado::ChoicePoint& point);
  void inherit_sleep(Node& node);
  void choose_first(Node& node);
  void find_races();
  void reverse(std::size_t first, std::size_t second);
  void count(const core::Trace& trace);
  bool advance();
  void begin_anew();
  std::string_view cut_in_words() const;

  const Order order_;
  core::Random random_{0};
  bool started_ = false;
  const core::Trace* trace_ = nullptr;
  std::vector<Node> nodes_;  // the path; nodes beyond `size_` are kept for their memory
  std::size_t size_ = 0;
  std::size_t depth_ = 0;       // questions of this run so far
  std::size_t read_ = 0;        // steps of this run that were read
  std::size_t fresh_from_ = 0;  // the first step of this run that differs from the last run's
  std::size_t blocked_at_ = 0;  // the step from which on this run is equivalent to another
  FootprintReader reader_;
  HappensBefore past_;
  std::vector<Node*> asked_;        // scratch, by step: the question that it answered
  std::vector<std::size_t> races_;  // scratch
  std::vector<std::size_t> moved_;  // scratch
  Footprint scratch_;
  std::size_t counting_left_ = 10'000'000;  // units of work, about a tenth of a second
  ExhaustiveFigures figures_;
};

}  // namespace windtunnel::strategies
