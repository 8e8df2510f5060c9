// Makes a counterexample small: fewer statements, simpler values, a shorter and quieter schedule, while the
// same law breaks.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>

#include "harness/check/counterexample.hpp"
#include "harness/check/judge.hpp"

namespace windtunnel {

/// What shrinking did.
struct ShrinkReport {
  std::uint32_t runs = 0;      ///< of candidates
  std::uint32_t accepted = 0;  ///< candidates that still broke the law
};

/// How many runs shrinking may take unless told.
inline constexpr std::uint32_t most_shrink_runs = 20'000;

/// Replaces `found` by the smallest that passes of removing and simplifying lead to, within `most_runs` runs.
/// The result breaks the same law, its text parses, and it is no larger by weight(). Deterministic. Unless
/// the runs were used up, shrinking again changes nothing.
ShrinkReport shrink(Counterexample& found, std::uint32_t most_runs = most_shrink_runs);

/// The same for a breach that any other verdict found: it must give equal answers for equal traces. Only a
/// breach of the law that `found` names counts.
ShrinkReport shrink(Counterexample& found, const Verdict& verdict,
                    std::uint32_t most_runs = most_shrink_runs);

/// Judges a run together with its program: a rule that looks at more than the trace.
using ProgramVerdict =
    std::function<std::optional<Breach>(const Scenario& program, const Trace& trace, Freedom freedom)>;

/// The same for such a rule; `found` must be a scenario's.
ShrinkReport shrink(Counterexample& found, const ProgramVerdict& verdict,
                    std::uint32_t most_runs = most_shrink_runs);

}  // namespace windtunnel
