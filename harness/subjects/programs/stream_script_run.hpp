// Runs a StreamScript on a Venue: in a World, on the simulated kernel, on a real loop.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "harness/subjects/programs/stream_script.hpp"
#include "harness/subjects/programs/venue.hpp"
#include "runtime/sim/choice_source.hpp"

namespace tornado {
struct LinkSettings;
}

namespace windtunnel::subjects {

/// What a script let be seen: a line for each call that gave something, failed or threw, such as
/// `b 3 2.0 gives "alpha"`: in step 3, the first call of step 2, which b had made. Lines of one end are in
/// order; how those of both mix is not for programs to know.
using StreamLines = std::vector<std::string>;

/// Begins the script, which adds to the lines, at most 10,000. A step lasts that many seconds of the venue.
/// At the end both ends tell their state and close, first the client. The lines must outlive the program.
std::unique_ptr<VenueProgram> begin_stream_script(Venue& venue, const StreamScript& script, double step,
                                                  StreamLines& lines);

/// Runs the script in a World, where the choices decide about the network's faults, if the link has any. A
/// rule that the run breaks is a line of its own.
StreamLines run_stream_script(const StreamScript& script, tornado::ChoiceSource& choices,
                              const tornado::LinkSettings& link);
/// The same on a perfect network.
StreamLines run_stream_script(const StreamScript& script);

/// The lines of one end after those of the other: what two runs of a script are compared by.
StreamLines by_end(const StreamLines& lines);

/// Two runs beside one another, by end; a line that differs has a `>` in front.
std::string side_by_side(const StreamLines& one, const StreamLines& other);

}  // namespace windtunnel::subjects
