#include "harness/oracle/shrink_difference.hpp"

#include <cassert>
#include <utility>

#include "harness/scenario/parser.hpp"
#include "harness/scenario/printer.hpp"
#include "harness/subjects/scenario_subject.hpp"

namespace windtunnel::oracle {

namespace {

// What the two sides say of one program under the schedule that this runtime made.
std::optional<Difference> compare_again(LocalRuns native, OraclePeer& oracle) {
  std::optional<Difference> found = compare(native, oracle.ask(request_for(native)));
  if (found && found->law == oracle_answers) found.reset();
  return found;
}

bool ends_as_livelock(const Difference& difference) {
  return difference.native.text.find(" livelock\n") != std::string::npos;
}

}  // namespace

DifferenceJudge::DifferenceJudge(const Difference& first, OraclePeer& oracle)
    : oracle_(oracle), refused_(first.real.refused), may_livelock_(ends_as_livelock(first)) {}

std::optional<core::Violation> DifferenceJudge::judge(const core::Trace& trace,
                                                      const scenario::Scenario* program) {
  assert(program != nullptr);
  // What ends here only by a limit may not end there at all.
  if (trace.livelock && !may_livelock_) return std::nullopt;
  const std::optional<Difference> still =
      compare_again({print(*program), {trace.schedule}, {trace.full_text()}, std::nullopt}, oracle_);
  if (!still || still->real.refused != refused_) return std::nullopt;
  return core::Violation{as_original, 0, still->message};
}

shrink::ShrinkReport shrink(Difference& difference, OraclePeer& oracle, const shrink::ShrinkLimits& limits) {
  if (difference.native.refused || difference.law == oracle_answers) return {};
  core::Failure found;
  static_cast<core::Case&>(found) = subjects::case_of(scenario::parse(difference.source, "scenario"));
  found.schedule = difference.schedule;
  found.violation = {as_original, 0, difference.message};
  DifferenceJudge judge(difference, oracle);
  const shrink::ShrinkReport report = shrink(found, judge, limits);
  // The real one follows choices alone.
  core::Trace trace;
  properties::NoJudge nothing;
  run(found, nothing, trace);
  const std::optional<Difference> small = compare_again(
      run_locally(print(*found.program), {trace.schedule.without_trailing_zeros(), 0, 0}), oracle);
  if (small) difference = *small;
  return report;
}

}  // namespace windtunnel::oracle
