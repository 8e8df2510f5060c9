// What one run says of the goals of its search: which rare situations it reached, and how near it came to
// others (World::sometimes and World::reach). A single run cannot judge them; the search counts over all of
// its runs.
#pragma once

#include <cstddef>
#include <source_location>
#include <string>
#include <vector>

namespace windtunnel::core {

/// A situation that some run of the search must reach.
struct SometimesGoal {
  std::string words;
  std::source_location place{};  ///< of the call
  bool reached = false;
};

/// How near the run came to something: higher is nearer.
struct ReachGoal {
  std::string words;
  std::source_location place{};  ///< of the call
  double best = 0;
  std::size_t choices = 0;  ///< how many choices the run had made when it came to `best`
};

/// All goals of one run, in the order in which they were named.
struct RunGoals {
  std::vector<SometimesGoal> sometimes;
  std::vector<ReachGoal> reach;

  bool empty() const { return sometimes.empty() && reach.empty(); }
  void clear() {
    sometimes.clear();
    reach.clear();
  }
};

}  // namespace windtunnel::core
