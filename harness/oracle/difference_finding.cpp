#include "harness/oracle/difference_finding.hpp"

#include "harness/core/digest.hpp"
#include "harness/oracle/side_by_side.hpp"
#include "harness/subjects/scenario_subject.hpp"

namespace windtunnel::oracle {

findings::Finding to_finding(const Difference& difference) {
  findings::Finding finding;
  finding.law = difference.law;
  finding.subject = subjects::scenario_subject_name;
  finding.message = difference.message;
  finding.step = first_different_line(comparable(difference.native), comparable(difference.real)).value_or(0);
  finding.digest = core::digest_of(comparable(difference.real));
  finding.schedule = difference.schedule;
  finding.scenario = difference.source;
  finding.trace = side_by_side(difference);
  return finding;
}

bool is_difference(const findings::Finding& finding) {
  return finding.law == as_original || finding.law == oracle_answers;
}

DifferenceReplay replay_difference(const findings::Finding& finding) {
  const LocalRuns runs = run_locally(finding.scenario, {finding.schedule.choices, 0, 0});
  DifferenceReplay replay;
  replay.native = runs.refused ? SideResult{true, *runs.refused} : SideResult{false, runs.traces.front()};
  replay.differs = core::digest_of(comparable(replay.native)) != finding.digest;
  return replay;
}

}  // namespace windtunnel::oracle
