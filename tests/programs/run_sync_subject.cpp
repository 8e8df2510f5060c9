#include "tests/programs/run_sync_subject.hpp"

#include <optional>
#include <stdexcept>
#include <string>

#include "runtime/gen/sleep.hpp"

namespace windtunnel {

namespace {

using tornado::Duration;
using tornado::Future;

enum class Manner : std::uint32_t { gives, fails, waits_for_ever, stops_first, fails_at_once, count_ };

struct Plan {
  Manner manner;
  Duration length;
  std::optional<Duration> timeout;
};

Plan draw_plan(World& world) {
  Plan plan{};
  plan.manner =
      static_cast<Manner>(world.choose(static_cast<std::uint32_t>(Manner::count_), "run_sync/manner"));
  plan.length = Duration(world.choose(4, "run_sync/length"));
  if (const std::uint32_t timeout = world.choose(4, "run_sync/timeout"); timeout > 0)
    plan.timeout = Duration(timeout);
  return plan;
}

Future<std::string> work(Plan plan, Future<void> never) {
  co_yield tornado::sleep(plan.length);
  if (plan.manner == Manner::waits_for_ever) co_yield never;
  if (plan.manner == Manner::fails) throw std::runtime_error("it fails");
  co_return "it gives";
}

std::string outcome_of(World& world, const Plan& plan, const Future<void>& never) {
  // A loop that is stopped before it starts returns at once (law L14).
  if (plan.manner == Manner::stops_first) world.loop().stop();
  try {
    // It may begin in a later run_sync, where the loop was stopped before.
    const auto begin = [plan, never] {
      if (plan.manner == Manner::fails_at_once) throw std::runtime_error("it fails");
      return work(plan, never);
    };
    return world.loop().run_sync(begin, plan.timeout);
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

}  // namespace

// The world's loop starts when this returns, so that run_sync() may start it here; what a timeout left goes
// on then.
Future<void> run_sync_programs(World& world) {
  world.allow_uncaught();  // of a program that its run_sync has left
  const Future<void> never;
  bool stopped = false;
  for (std::uint32_t more = 1 + world.choose(4, "run_sync/programs"); more > 0; --more) {
    const Plan plan = draw_plan(world);
    // A timeout that is no longer than the program, or that code that takes time lets overtake, stops the
    // loop; so does the end of a program that it left.
    stopped = stopped || (plan.timeout &&
                          (world.model() != core::SchedulingModel::exact || plan.length >= *plan.timeout));
    const std::string outcome = outcome_of(world, plan, never);
    world.log(outcome);
    world.check(is_right(plan, outcome, stopped), "run_sync gives what its program gives, not: " + outcome);
    stopped = stopped || outcome == "no time";
  }
  Future<void> done;
  done.set_result();
  return done;
}

}  // namespace windtunnel
