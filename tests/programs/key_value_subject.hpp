// The key-value store as a subject: clients put and get, what they get is compared with a map, and the
// network may do anything to them.
#pragma once

#include <memory>

#include "harness/core/subject.hpp"
#include "harness/subjects/programs/venue.hpp"
#include "harness/subjects/world/registered_subject.hpp"

namespace key_value {

std::unique_ptr<windtunnel::subjects::VenueProgram> begin_store(windtunnel::subjects::Venue& venue);

/// The store as it should be.
tornado::Future<void> run_store(windtunnel::World& world);

/// The one whose server takes each segment for a message.
tornado::Future<void> run_segments(windtunnel::World& world);

inline constexpr windtunnel::NamedProgram store{"key_value", "a store and its clients, compared with a map",
                                                run_store};
inline constexpr windtunnel::NamedProgram segments_store{
    "key_value_segments", "the same with a planted bug: a segment is taken for a message", run_segments};

}  // namespace key_value
