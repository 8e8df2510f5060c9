#include "harness/subjects/programs/script_in_world.hpp"

#include <fmt/format.h>

#include "harness/core/subject.hpp"
#include "harness/subjects/programs/world_venue.hpp"

namespace windtunnel::subjects {

namespace {

// Of chunks of one byte each takes one.
constexpr std::uint32_t most_phases = 1'000'000;

}  // namespace

ScriptLines run_in_world(const BeginScript& begin, tornado::ChoiceSource& choices,
                         const tornado::LinkSettings& link) {
  ScriptLines lines;
  const auto program = [&](World& world) -> tornado::Future<void> {
    world.allow_escaped();  // a buffer that is full is an error of the loop
    world.allow_uncaught();
    WorldVenue venue(world, link);
    const std::unique_ptr<VenueProgram> run = begin(venue, lines);
    co_yield world.join();
  };
  const WorldSubject subject{WorldProgram(program)};
  core::Trace trace;
  core::RunOptions options;
  options.phase_limit = most_phases;
  core::run(subject.subject(), choices, options, trace);
  if (trace.objection)
    lines.push_back(fmt::format("breaks {}: {}", trace.objection->rule, trace.objection->message));
  return lines;
}

}  // namespace windtunnel::subjects
