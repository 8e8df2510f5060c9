// Runs a StreamScript on a Venue: in a World, on the simulated kernel, on a real loop.
#pragma once

#include <memory>

#include "harness/subjects/programs/script_words.hpp"
#include "harness/subjects/programs/stream_script.hpp"
#include "harness/subjects/programs/venue.hpp"
#include "runtime/sim/choice_source.hpp"

namespace tornado {
struct LinkSettings;
}

namespace windtunnel::subjects {

/// Begins the script, which adds to the lines, at most 10,000: one for each call that gave something, failed
/// or threw, such as `b 3 2.0 gives "alpha"`: in step 3, the first call of step 2, which b had made. Lines of
/// one end are in order; how those of both mix is not for programs to know. A step lasts that many seconds of
/// the venue. At the end both ends tell their state and close, first the client. The lines must outlive the
/// program.
std::unique_ptr<VenueProgram> begin_stream_script(Venue& venue, const StreamScript& script, double step,
                                                  ScriptLines& lines);

/// Runs the script in a World, where the choices decide about the network's faults, if the link has any. A
/// rule that the run breaks is a line of its own.
ScriptLines run_stream_script(const StreamScript& script, tornado::ChoiceSource& choices,
                              const tornado::LinkSettings& link);
/// The same on a perfect network.
ScriptLines run_stream_script(const StreamScript& script);

/// The lines of one end after those of the other: what two runs of a script are compared by.
ScriptLines by_end(const ScriptLines& lines);

}  // namespace windtunnel::subjects
