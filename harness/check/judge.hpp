// Runs a subject once and asks whoever judges what they say of it: the step that a campaign, a shrinker and a
// replay share.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/properties/laws/law_set.hpp"
#include "harness/subject.hpp"
#include "harness/trace.hpp"

namespace windtunnel {

/// The names of what breaks without a law: an exception that left the run, and two runs that should have been
/// one.
inline constexpr std::string_view escape = "no-escape";
inline constexpr std::string_view nondeterminism = "deterministic";

/// The names of what breaks when a run does not come back: its process died, or it did not get on. Only a
/// process apart can find that out.
inline constexpr std::string_view no_crash = "no-crash";
inline constexpr std::string_view no_hang = "no-hang";

/// Whether breaking that law takes the process along.
constexpr bool is_deadly(std::string_view law) {
  return law == no_crash || law == no_hang;
}

/// Judges a run that came to its end, as a LawSet does or by any other rule. The law that its breach names
/// must be a text that outlives the breach.
using Verdict = std::function<std::optional<Breach>(const Trace& trace, Freedom freedom)>;

/// The verdict of laws, which must outlive it.
Verdict verdict_of(LawSet& laws);

/// The law with that name alone; for `no-escape`, the rules of subjects and others that the run itself
/// breaks, no law at all. Throws std::invalid_argument as LawSet does.
LawSet laws_for(std::string_view law, Claims claims = network_claims);

/// The names of all laws for a runtime with these claims, as a user is told them: "V1, V2, ...".
std::string law_names(Claims claims = every_claim);

/// Runs and judges: what broke first counts, be it a law or what the subject objects to. An exception that
/// leaves the run breaks the law `no-escape`; it is nobody's to throw.
std::optional<Breach> judge(const Subject& subject, tornado::ChoiceSource& choices, const RunOptions& options,
                            LawSet& laws, Trace& trace);
std::optional<Breach> judge(const Subject& subject, tornado::ChoiceSource& choices, const RunOptions& options,
                            const Verdict& verdict, Trace& trace);

/// The known defects that the run shows, by all laws: up to its end, or to where it breaks one of them.
std::vector<Known> known_defects(const Trace& trace, Freedom freedom, Claims claims = every_claim);

/// Over everything that the trace holds: schedule, event lines, observer events.
std::uint64_t digest_of(const Trace& trace);

/// What two runs of the same subject under the same choices say: the breach of `deterministic`, unless their
/// traces are equal.
std::optional<Breach> compare(const Trace& one, const Trace& other);

}  // namespace windtunnel
