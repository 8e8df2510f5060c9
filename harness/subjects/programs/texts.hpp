// The texts of the web: what is read is what was written.
#pragma once

#include "harness/subjects/world/registered_subject.hpp"
#include "runtime/future.hpp"

namespace windtunnel::subjects {

/// Reads and writes what the web is made of: URLs, cookies, dates, forms, heads, headers, signed values,
/// JSON, templates and more, each drawn anew. What comes is what a model says, which knows nothing of how the
/// runtime does it; what was written is read as what it was; and what is malformed is refused.
tornado::Future<void> run_texts(World& world);

inline constexpr NamedProgram texts{
    "texts", "URLs, cookies, dates, forms, heads: what is read is what was written", run_texts};

}  // namespace windtunnel::subjects
