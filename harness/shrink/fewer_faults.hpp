// One fault in the place of many. What a search finds on a network usually has more faults than the failure
// needs, and leaving out one after another stops where two are needed that only make up for one another. So
// single faults of a quiet network are tried, those first of which the failure has some.
#pragma once

#include <functional>
#include <vector>

#include "harness/core/answer.hpp"
#include "runtime/sim/choice_source.hpp"

namespace windtunnel::shrink {

/// What a search for fewer faults needs of the case.
struct FaultTrials {
  /// Runs the case under any source.
  std::function<void(tornado::ChoiceSource& choices)> run;
  /// Runs the case under these answers, and takes them if it still fails.
  std::function<bool(std::vector<core::Answer> answers)> take;
  std::function<bool()> exhausted;
};

/// Replaces the answers to the network by those of a single fault, if the case still fails with one. Returns
/// whether it did. Deterministic.
bool one_fault(const std::vector<core::Answer>& answers, const FaultTrials& trials);

/// Leaves out test data: each answer of kind `value`, where the later ones of its site take the places of
/// those before.
void less_data(std::vector<core::Answer> answers, const FaultTrials& trials);

}  // namespace windtunnel::shrink
