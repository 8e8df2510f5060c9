// The first program of the document that this project began from: a page is fetched with a callback.
#pragma once

#include "harness/subjects/native_subjects.hpp"

namespace windtunnel {

/// Fetches a page one to four times, with a callback, and checks the path that the result takes: fetch
/// returns a Future, fetch_impl has registered handle_response, which sets the Future, whose callbacks run in
/// there, and the callback runs an iteration later (law H1), once (law H5), in the contexts of its fetch,
/// also where it throws. A fetch that has no timeouts ends where the network does nothing to it (law H4).
void run_callback_fetch(const void* data, tornado::ChoiceSource& choices, const RunOptions& options,
                        Trace& trace);

/// The same, for whoever makes it known by its name.
inline const NativeSubject callback_fetch{
    "callback_fetch", "a page is fetched with a callback", {run_callback_fetch, nullptr, all_guarantees}};

}  // namespace windtunnel
