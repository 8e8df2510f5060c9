// The first program of the document from which this project began: it fetches a page with a callback.
#pragma once

#include <memory>

#include "harness/subjects/programs/venue.hpp"
#include "harness/subjects/world/registered_subject.hpp"

namespace windtunnel::subjects {

/// Fetches a page one to four times, with a callback, and checks the path of the result: fetch returns a
/// Future; fetch_impl has registered handle_response, which sets the Future and so runs its callbacks; the
/// callback runs in a later iteration (law H1), once (law H5), in the contexts of its fetch, even if it
/// throws. A fetch without timeouts ends if no network fault occurs (law H4).
std::unique_ptr<VenueProgram> begin_callback_fetch(Venue& venue);

tornado::Future<void> run_callback_fetch(World& world);

inline constexpr NamedProgram callback_fetch{"callback_fetch", "a page is fetched with a callback",
                                             run_callback_fetch};

}  // namespace windtunnel::subjects
