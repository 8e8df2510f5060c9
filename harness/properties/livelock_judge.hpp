// The judge of livelocks: a run must come to its end within its limit. Together with the strategy `fair` it
// finds what fair scheduling does not end.
#pragma once

#include "harness/properties/judge.hpp"

namespace windtunnel::properties {

/// I/O phases and steps that a run may take in a search for livelocks, its random prefix among them.
inline constexpr std::uint32_t livelock_phase_limit = 2000;

/// A program in a World says itself who goes on and who starves; this is for all other subjects.
class LivelockJudge final : public Judge {
 public:
  std::optional<core::Violation> judge(const core::Trace& trace,
                                       const scenario::Scenario* /*program*/) override {
    if (!trace.livelock) return std::nullopt;
    return core::Violation{rules::livelock, trace.events.size(),
                           "the run did not come to its end within its limit"};
  }
  bool needs_events() const override { return false; }
};

}  // namespace windtunnel::properties
