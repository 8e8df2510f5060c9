// Deviations: runs schedules by their distance from the usual one: first the canonical schedule, then all
// that differ from it in one choice, then in two, and so on. Most bugs need few deviations, and it can be
// said exactly what was searched: "complete up to 2 deviations (55 schedules)".
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "harness/strategies/strategy.hpp"

namespace windtunnel::strategies {

/// Ends when all schedules with at most `most` deviations were run.
class Deviations final : public Strategy {
 public:
  static constexpr unsigned unlimited = ~0U;

  explicit Deviations(unsigned most = unlimited) : most_(most) {}

  bool begin_run(std::uint64_t seed, const core::Trace& trace) override;
  std::uint32_t choose(const tornado::ChoicePoint& point) override;
  void end_run(const core::Trace& trace) override;
  std::string certificate() const override;
  bool complete() const override { return all_; }

  /// All schedules with at most this many deviations were run; empty before the first run.
  std::optional<unsigned> complete_to() const { return complete_to_; }
  std::uint64_t schedules() const { return schedules_; }

 private:
  struct Question {
    tornado::ChoiceKind kind;
    std::uint32_t options;
    bool operator==(const Question&) const = default;
  };

  // A deviation, and the questions of the run in which it is the last one: the next deviation can be at one
  // of them.
  struct Level {
    std::size_t place = 0;  // index among the questions of the run
    std::uint32_t answer = 0;
    std::vector<Question> questions;
  };

  bool begins_as_before() const;
  bool descend();
  bool move_on(std::size_t level);
  void advance();

  const unsigned most_;
  std::vector<Level> levels_{1};  // the first has no deviation; those beyond `used_` only keep memory
  std::size_t used_ = 1;          // levels of this run
  std::size_t next_ = 1;          // the level whose deviation comes next in this run
  std::size_t asked_ = 0;
  std::size_t depth_ = 0;            // number of deviations of the schedules that are new now
  std::vector<Question> questions_;  // of this run
  bool any_ = false;                 // whether there is a schedule with `depth_` deviations
  bool over_ = false;
  bool all_ = false;           // there are no other schedules
  bool cut_ = false;           // a limit ended some run
  bool deterministic_ = true;  // whether equal answers always led to equal questions
  std::optional<unsigned> complete_to_;
  std::uint64_t schedules_ = 0;
  std::uint64_t schedules_to_ = 0;  // with at most `complete_to_` deviations
};

}  // namespace windtunnel::strategies
