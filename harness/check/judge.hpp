// Runs a subject once and asks the laws what they say of it: the step that a campaign, a shrinker and a replay share.
#pragma once

#include <cstdint>
#include <optional>

#include "harness/laws/law_set.hpp"
#include "harness/subject.hpp"
#include "harness/trace.hpp"

namespace windtunnel {

/// The names of what breaks without a law: an exception that left the run, and two runs that should have been one.
inline constexpr std::string_view escape = "no-escape";
inline constexpr std::string_view nondeterminism = "deterministic";

/// Runs and judges. An exception that leaves the run breaks the law `no-escape`; it is nobody's to throw.
std::optional<Breach> judge(const Subject& subject, tornado::ChoiceSource& choices, const RunOptions& options, LawSet& laws,
                            Trace& trace);

/// Over everything that the trace holds: schedule, event lines, observer events.
std::uint64_t digest_of(const Trace& trace);

}  // namespace windtunnel
