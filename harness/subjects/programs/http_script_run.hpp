// Runs an HttpScript on a Venue: in a World, on the simulated kernel, on a real loop.
#pragma once

#include <memory>

#include "harness/subjects/programs/http_script.hpp"
#include "harness/subjects/programs/script_words.hpp"
#include "harness/subjects/programs/venue.hpp"
#include "runtime/sim/choice_source.hpp"

namespace tornado {
struct LinkSettings;
}

namespace windtunnel::subjects {

/// Begins the script, which adds to the lines, at most 10,000: who it is about, when in milliseconds, and
/// what happened. `c2.0 1000000 gives 200 ...` is what the first call of step 2 gave its client, `s2.0` how
/// its requests went at the servers. A step lasts that many seconds of the venue, unless it says `soon`. At
/// the end the clients and the servers tell what they still have. The lines must outlive the program.
std::unique_ptr<VenueProgram> begin_http_script(Venue& venue, const HttpScript& script, double step,
                                                ScriptLines& lines);

/// Runs the script in a World, as run_in_world() does.
ScriptLines run_http_script(const HttpScript& script, tornado::ChoiceSource& choices,
                            const tornado::LinkSettings& link);
/// The same on a perfect network.
ScriptLines run_http_script(const HttpScript& script);

/// The lines sorted by whom they are about; those about one in their order. How those of several mix is not
/// for programs to know.
ScriptLines by_party(const ScriptLines& lines);

}  // namespace windtunnel::subjects
