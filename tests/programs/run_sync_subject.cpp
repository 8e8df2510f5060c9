#include "tests/programs/run_sync_subject.hpp"

#include <memory>
#include <optional>
#include <stdexcept>
#include <string>

#include "harness/subjects/programs/world_place.hpp"
#include "runtime/gen/sleep.hpp"

namespace windtunnel {

namespace {

using subjects::Place;
using tornado::Duration;
using tornado::Future;

enum class Manner : std::uint32_t { gives, fails, waits_for_ever, stops_first, fails_at_once, count_ };

struct Plan {
  Manner manner;
  Duration length;
  std::optional<Duration> timeout;
};

Plan draw_plan(Place& place) {
  Plan plan{};
  plan.manner =
      static_cast<Manner>(place.choose(static_cast<std::uint32_t>(Manner::count_), "run_sync/manner"));
  plan.length = place.choose(4, "run_sync/length") * place.second();
  if (const std::uint32_t timeout = place.choose(4, "run_sync/timeout"); timeout > 0)
    plan.timeout = timeout * place.second();
  if (plan.manner == Manner::waits_for_ever && !plan.timeout && !place.ends_when_idle())
    plan.timeout = place.second();
  return plan;
}

Future<std::string> work(Plan plan, Future<void> never) {
  co_yield tornado::sleep(plan.length);
  if (plan.manner == Manner::waits_for_ever) co_yield never;
  if (plan.manner == Manner::fails) throw std::runtime_error("it fails");
  co_return "it gives";
}

std::string outcome_of(Place& place, const Plan& plan, const Future<void>& never) {
  // A loop that is stopped before it starts returns at once (law L14).
  if (plan.manner == Manner::stops_first) place.loop().stop();
  try {
    // It may begin in a later run_sync, where the loop was stopped before.
    const auto begin = [plan, never] {
      if (plan.manner == Manner::fails_at_once) throw std::runtime_error("it fails");
      return work(plan, never);
    };
    return place.loop().run_sync(begin, plan.timeout);
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
void run_all(Place& place) {
  const Future<void> never;
  bool stopped = false;
  for (std::uint32_t more = 1 + place.choose(4, "run_sync/programs"); more > 0; --more) {
    const Plan plan = draw_plan(place);
    // A timeout that is no longer than the program, or that code that takes time lets overtake, stops the
    // loop; so does the end of a program that it left.
    stopped = stopped || (plan.timeout && (place.takes_time() || plan.length >= *plan.timeout));
    const std::string outcome = outcome_of(place, plan, never);
    place.log(outcome);
    place.check(is_right(plan, outcome, stopped), "run_sync gives what its program gives, not: " + outcome);
    stopped = stopped || outcome == "no time";
  }
}

}  // namespace

std::unique_ptr<subjects::PlacedProgram> begin_run_sync(subjects::Place& place) {
  run_all(place);
  return std::make_unique<subjects::PlacedProgram>();
}

// The world's loop starts when this returns, so that run_sync() may start it here.
Future<void> run_sync_programs(World& world) {
  world.allow_uncaught();  // of a program that its run_sync has left
  subjects::WorldPlace place(world);
  run_all(place);
  Future<void> done;
  done.set_result();
  return done;
}

}  // namespace windtunnel
