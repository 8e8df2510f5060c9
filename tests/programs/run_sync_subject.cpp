#include "tests/programs/run_sync_subject.hpp"

#include <memory>
#include <optional>
#include <stdexcept>
#include <string>

#include "harness/subjects/programs/world_venue.hpp"
#include "runtime/gen/sleep.hpp"

namespace windtunnel {

namespace {

using subjects::Venue;
using tornado::Duration;
using tornado::Future;

enum class Manner : std::uint32_t { gives, fails, waits_for_ever, stops_first, fails_at_once, count_ };

struct Plan {
  Manner manner;
  Duration length;
  std::optional<Duration> timeout;
};

Plan draw_plan(Venue& venue) {
  Plan plan{};
  plan.manner =
      static_cast<Manner>(venue.choose(static_cast<std::uint32_t>(Manner::count_), "run_sync/manner"));
  plan.length = venue.choose(4, "run_sync/length") * venue.second();
  if (const std::uint32_t timeout = venue.choose(4, "run_sync/timeout"); timeout > 0)
    plan.timeout = timeout * venue.second();
  if (plan.manner == Manner::waits_for_ever && !plan.timeout && !venue.ends_when_idle())
    plan.timeout = venue.second();
  return plan;
}

Future<std::string> work(Plan plan, Future<void> never) {
  co_yield tornado::sleep(plan.length);
  if (plan.manner == Manner::waits_for_ever) co_yield never;
  if (plan.manner == Manner::fails) throw std::runtime_error("it fails");
  co_return "it gives";
}

std::string outcome_of(Venue& venue, const Plan& plan, const Future<void>& never) {
  // A loop that is stopped before it starts returns at once (law L14).
  if (plan.manner == Manner::stops_first) venue.loop().stop();
  try {
    // It may begin in a later run_sync, where the loop was stopped before.
    const auto begin = [plan, never] {
      if (plan.manner == Manner::fails_at_once) throw std::runtime_error("it fails");
      return work(plan, never);
    };
    return venue.loop().run_sync(begin, plan.timeout);
  } catch (const tornado::TimeoutError&) {
    return "no time";
  } catch (const std::runtime_error& error) {
    return error.what();
  }
}

// Whether that may come of it: `stopped` if something else may stop the loop.
bool is_right(const Plan& plan, const std::string& outcome, bool stopped) {
  constexpr const char* outcomes[] = {"it gives", "it fails", "no time", "no time", "it fails"};
  return outcome == outcomes[static_cast<std::size_t>(plan.manner)] || (stopped && outcome == "no time");
}

// What a timeout left goes on in the next run_sync, and after the last one.
void run_all(Venue& venue) {
  const Future<void> never;
  bool stopped = false;
  for (std::uint32_t more = 1 + venue.choose(4, "run_sync/programs"); more > 0; --more) {
    const Plan plan = draw_plan(venue);
    // A timeout that is no longer than the program, or that code that takes time lets overtake, stops the
    // loop; so does the end of a program that it left.
    stopped = stopped || (plan.timeout && (venue.takes_time() || plan.length >= *plan.timeout));
    const std::string outcome = outcome_of(venue, plan, never);
    venue.log(outcome);
    venue.check(is_right(plan, outcome, stopped), "run_sync gives what its program gives, not: " + outcome);
    stopped = stopped || outcome == "no time";
  }
}

}  // namespace

std::unique_ptr<subjects::VenueProgram> begin_run_sync(subjects::Venue& venue) {
  run_all(venue);
  return std::make_unique<subjects::VenueProgram>();
}

// The world's loop starts when this returns, so that run_sync() may start it here.
Future<void> run_sync_programs(World& world) {
  world.allow_uncaught();  // of a program that its run_sync has left
  subjects::WorldVenue venue(world);
  run_all(venue);
  Future<void> done;
  done.set_result();
  return done;
}

}  // namespace windtunnel
