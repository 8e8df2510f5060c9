// Schedules by how far they are from the usual one: first the canonical schedule, then all that differ from
// it in one choice, then in two, ... Most bugs need few deviations, and what was searched can be said
// exactly: "complete to 2 deviations".
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "harness/strategies/strategy.hpp"

namespace windtunnel {

/// Ends when all schedules with at most `most` deviations were run.
class Deviations final : public Strategy {
 public:
  static constexpr unsigned unlimited = ~0U;

  explicit Deviations(unsigned most = unlimited) : most_(most) {}

  bool begin_run(std::uint64_t seed, const Trace& trace) override;
  std::uint32_t choose(const tornado::ChoicePoint& point) override;
  void end_run(const Trace& trace) override;
  std::string certificate() const override;

  /// All schedules with so many deviations at most were run; nothing before the first one was.
  std::optional<unsigned> complete_to() const { return complete_to_; }
  std::uint64_t schedules() const { return schedules_; }

 private:
  // A deviation, and what the run in which it is the last one asked: where the next one may be.
  struct Level {
    std::size_t place = 0;  // among the questions of the run
    std::uint32_t answer = 0;
    std::vector<std::uint32_t> options;  // by question
  };

  bool descend();
  bool move_on(std::size_t level);
  void advance();

  const unsigned most_;
  std::vector<Level> levels_{
      1};                 // the first one deviates nowhere; the memory of those beyond `used_` is kept
  std::size_t used_ = 1;  // this run's
  std::size_t next_ = 1;  // the level whose deviation comes next in this run
  std::size_t asked_ = 0;
  std::size_t depth_ = 0;               // deviations of the schedules that are new now
  std::vector<std::uint32_t> options_;  // of this run's questions
  bool any_ = false;                    // whether there is a schedule with `depth_` deviations
  bool over_ = false;
  bool all_ = false;  // there are no others
  bool cut_ = false;  // some run was ended by a limit
  std::optional<unsigned> complete_to_;
  std::uint64_t schedules_ = 0;
};

}  // namespace windtunnel
