// The decisions of a run: at each, which steps were ready, which of them was chosen, and why. For somebody
// who goes through a run step by step.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "harness/core/case.hpp"
#include "harness/findings/story.hpp"
#include "harness/properties/judge.hpp"

namespace windtunnel::findings {

/// One question which step runs next, and its answer.
struct Decision {
  std::size_t event = 0;           ///< how many events came before it
  std::vector<std::string> ready;  ///< the steps, in words, in the order in which they became ready
  std::size_t chosen = 0;
  std::string why;  ///< "it was ready first", "hold a/x.read#1 until b/x.write#1"
};

/// A run with its decisions.
struct DecidedRun {
  Story story;
  std::vector<Decision> decisions;  ///< 100,000 at most
};

/// Runs the failure's case once, in this process.
DecidedRun decisions_of(const core::Failure& failure, properties::Judge& judge);

}  // namespace windtunnel::findings
