// The second program of the document that this project began from: a handler of a server yields a fetch and
// renders a template with what it got.
#pragma once

#include "harness/subjects/native_subjects.hpp"

namespace windtunnel {

/// A browser asks a server one to four times, whose handler asks the origin. Checks that each request of the
/// browser ends once, with the page that its handler rendered or with an error that is true, and that a
/// handler that got its page does something with it once.
void run_gen_async_handler(const void* data, tornado::ChoiceSource& choices, const RunOptions& options,
                           Trace& trace);

/// The same, for whoever makes it known by its name.
inline const NativeSubject gen_async_handler{"gen_async_handler",
                                             "a handler that yields a fetch and renders a template",
                                             {run_gen_async_handler, nullptr, all_guarantees}};

}  // namespace windtunnel
