// The first program of the document that this project began from: a page is fetched with a callback.
#pragma once

#include "harness/subjects/world/registered_subject.hpp"

namespace windtunnel {

/// Fetches a page one to four times, with a callback, and checks the path that the result takes: fetch
/// returns a Future; fetch_impl has registered handle_response, which sets the Future and so runs its
/// callbacks; the callback runs in a later iteration (law H1), once (law H5), in the contexts of its fetch,
/// also where it throws. A fetch that has no timeouts ends if no fault of the network strikes (law H4).
tornado::Future<void> run_callback_fetch(World& world);

inline constexpr NamedProgram callback_fetch{"callback_fetch", "a page is fetched with a callback",
                                             run_callback_fetch};

}  // namespace windtunnel
