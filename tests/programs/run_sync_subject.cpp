#include "tests/programs/run_sync_subject.hpp"

#include <optional>
#include <stdexcept>
#include <string>

#include "harness/subjects/native_run.hpp"

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

Plan draw_plan(NativeRun& run) {
  Plan plan{};
  plan.manner = static_cast<Manner>(run.draw("run_sync/manner", static_cast<std::uint32_t>(Manner::count_)));
  plan.length = Duration(run.draw("run_sync/length", 4));
  if (const std::uint32_t timeout = run.draw("run_sync/timeout", 4); timeout > 0)
    plan.timeout = Duration(timeout);
  return plan;
}

Future<std::string> work(Plan plan, Future<void> never) {
  co_yield tornado::sleep(plan.length);
  if (plan.manner == Manner::waits_for_ever) co_yield never;
  if (plan.manner == Manner::fails) throw std::runtime_error("it fails");
  co_return "it gives";
}

std::string outcome_of(NativeRun& run, const Plan& plan, const Future<void>& never) {
  // A loop that is stopped before it starts returns at once (law L14).
  if (plan.manner == Manner::stops_first) run.loop().stop();
  try {
    // It may begin in a later run_sync, where the loop was stopped before.
    const auto begin = [plan, never] {
      if (plan.manner == Manner::fails_at_once) throw std::runtime_error("it fails");
      return work(plan, never);
    };
    return run.loop().run_sync(begin, plan.timeout);
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

void run_programs(const void*, tornado::ChoiceSource& choices, const RunOptions& options, Trace& trace) {
  NativeRun run(choices, options, trace);
  const Future<void> never;
  bool stopped = false;
  for (std::uint32_t more = 1 + run.draw("run_sync/programs", 4); more > 0; --more) {
    const Plan plan = draw_plan(run);
    // A timeout that is no longer than the program, or that the adversary lets overtake, stops the loop; so
    // does the end of a program that it left.
    stopped =
        stopped || (plan.timeout && (options.freedom == Freedom::adversary || plan.length >= *plan.timeout));
    const std::string outcome = outcome_of(run, plan, never);
    run.log(outcome);
    if (!is_right(plan, outcome, stopped)) throw std::logic_error("run_sync: " + outcome);
    stopped = stopped || outcome == "no time";
  }
  // What a timeout left goes on.
  run.fly();
}

}  // namespace

const Subject run_sync_subject{run_programs, nullptr, local_guarantees};

}  // namespace windtunnel
