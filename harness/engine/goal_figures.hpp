// What the runs of a search came to together: how many reached each goal of World::sometimes, and how near
// they came to those of World::reach.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "harness/core/goals.hpp"

namespace windtunnel::engine {

/// Counts of one stream of a search, or of several together. Goals are told apart by their words.
struct GoalFigures {
  /// How many words of each kind a search counts.
  static constexpr std::size_t most = 1000;

  struct Sometimes {
    std::string words;
    std::uint64_t runs = 0;  ///< that reached it
  };
  struct Reach {
    std::string words;
    double best = 0;
  };

  std::vector<Sometimes> sometimes;
  std::vector<Reach> reach;
  bool too_many = false;  ///< some words were not counted

  /// One more run.
  void add(const core::RunGoals& goals);
  GoalFigures& operator+=(const GoalFigures& other);

  /// A line for each goal: `sometimes "full": in 12 of 1,000 schedules`, `reach "depth": 7 at most`.
  std::vector<std::string> in_words(std::uint64_t runs) const;
  /// What a search that is over has to object to, a line each: the goals that none of its runs reached.
  std::vector<std::string> objections(std::uint64_t runs) const;

 private:
  void add_sometimes(const std::string& words, std::uint64_t runs);
  void add_reach(const std::string& words, double best);
};

}  // namespace windtunnel::engine
