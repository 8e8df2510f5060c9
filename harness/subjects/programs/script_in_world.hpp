// Runs a script of streams or of HTTP in a World.
#pragma once

#include <functional>
#include <memory>

#include "harness/subjects/programs/script_words.hpp"
#include "harness/subjects/programs/venue.hpp"
#include "runtime/sim/choice_source.hpp"

namespace tornado {
struct LinkSettings;
}

namespace windtunnel::subjects {

/// How long a step lasts in virtual time, in seconds: longer than anything that a network does by itself,
/// such as giving up a connect.
inline constexpr double script_step = 1000;

/// Begins the script, which adds to the lines.
using BeginScript = std::function<std::unique_ptr<VenueProgram>(Venue& venue, ScriptLines& lines)>;

/// Runs it, where the choices decide about the network's faults, if the link has any. A rule that the run
/// breaks is a line of its own.
ScriptLines run_in_world(const BeginScript& begin, tornado::ChoiceSource& choices,
                         const tornado::LinkSettings& link);

}  // namespace windtunnel::subjects
