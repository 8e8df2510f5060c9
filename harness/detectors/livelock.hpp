// The livelock detector: a random prefix brings the run somewhere, then scheduling is fair and nothing goes
// wrong any more, and the run must come to its end within a budget. What goes on for ever under such
// conditions is no victim of an unfair schedule.
#pragma once

#include <cstdint>
#include <optional>

#include "harness/check/judge.hpp"
#include "harness/choices/random.hpp"
#include "harness/choices/recording_source.hpp"
#include "harness/freedom.hpp"
#include "harness/subject.hpp"
#include "runtime/sim/choice_source.hpp"

namespace windtunnel {

/// Answers at random for so many questions, then 0: first in, first out, which is fair, and no fault.
class FairSuffixSource final : public tornado::ChoiceSource {
 public:
  FairSuffixSource(std::uint64_t seed, std::uint32_t prefix) : random_(seed), left_(prefix) {}

  std::uint32_t choose(const tornado::ChoicePoint& point) override {
    if (left_ == 0) return 0;
    --left_;
    return random_.below(point.options);
  }

 private:
  Random random_;
  std::uint32_t left_;
};

struct LivelockOptions {
  std::uint64_t runs = 200;
  std::uint64_t seed = 1;
  std::uint32_t longest_prefix = 200;  ///< questions that are answered at random at most
  std::uint32_t budget = 2000;         ///< I/O phases and steps that a run may take, its prefix among them
  Freedom freedom = Freedom::contract;
};

/// A run that did not come to its end.
struct FoundLivelock {
  ChoiceLog schedule;  ///< its prefix: beyond it every choice is 0
  Breach breach;       ///< of `livelock`; of a subject in a World it says who went on, and who starved
};

/// Searches for one; deterministic.
std::optional<FoundLivelock> search_for_livelock(const Subject& subject, const LivelockOptions& options = {});

}  // namespace windtunnel
