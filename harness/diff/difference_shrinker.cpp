#include "harness/diff/difference_shrinker.hpp"

#include <utility>

#include "harness/scenario/parser.hpp"
#include "harness/scenario/printer.hpp"

namespace windtunnel {

namespace {

// What the two sides say of one program under the schedule that this runtime made.
std::optional<Difference> compare_again(NativeRuns native, OraclePeer& oracle) {
  std::optional<Difference> found = compare(native, oracle.ask(request_for(native)));
  if (found && found->law == oracle_answers) found.reset();
  return found;
}

bool ends_as_livelock(const Difference& difference) {
  return difference.native.text.find(" livelock\n") != std::string::npos;
}

}  // namespace

ShrinkReport shrink(Difference& difference, OraclePeer& oracle, std::uint32_t most_runs) {
  if (difference.native.refused || difference.law == oracle_answers) return {};
  const bool refused = difference.real.refused;
  const bool may_livelock = ends_as_livelock(difference);
  Counterexample found;
  found.scenario = parse(difference.source, "scenario");
  found.schedule = difference.schedule;
  found.breach = {as_original, 0, difference.message};
  const ProgramVerdict verdict = [&](const Scenario& program, const Trace& trace,
                                     Freedom) -> std::optional<Breach> {
    // What ends here only by a limit may not end there at all.
    if (trace.livelock && !may_livelock) return std::nullopt;
    const std::optional<Difference> still =
        compare_again({print(program), {trace.schedule}, {trace.full_text()}, std::nullopt}, oracle);
    if (!still || still->real.refused != refused) return std::nullopt;
    return Breach{as_original, 0, still->message};
  };
  const ShrinkReport report = shrink(found, verdict, most_runs);
  const std::optional<Difference> small =
      compare_again(run_natively(print(found.scenario), {found.schedule, 0, 0}), oracle);
  if (small) difference = *small;
  return report;
}

}  // namespace windtunnel
