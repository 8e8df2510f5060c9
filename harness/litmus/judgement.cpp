#include "harness/litmus/judgement.hpp"

#include <algorithm>

namespace windtunnel::litmus {

namespace {

Verdict verdict_on(Demand demand, bool seen, bool seen_canonically, bool complete) {
  switch (demand) {
    case Demand::canonical:
      return seen_canonically ? Verdict::ok : Verdict::fail;
    case Demand::must:
      return seen ? Verdict::ok : complete ? Verdict::fail : Verdict::open;
    case Demand::may:
      return Verdict::ok;
    case Demand::must_not:
      return seen ? Verdict::fail : complete ? Verdict::ok : Verdict::open;
  }
  return Verdict::fail;
}

JudgedOutcome judge_expected(const Expectation& expected, const Exploration& exploration) {
  JudgedOutcome judged;
  judged.demand = expected.demand;
  judged.outcome = expected.outcome;
  const auto& outcomes = exploration.outcomes;
  const auto seen = std::find_if(outcomes.begin(), outcomes.end(),
                                 [&](const Observed& each) { return each.outcome == expected.outcome; });
  if (seen != outcomes.end()) {
    judged.count = seen->count;
    judged.schedule = seen->schedule;
  }
  judged.verdict =
      verdict_on(expected.demand, seen != outcomes.end(), seen == outcomes.begin(), exploration.complete);
  return judged;
}

}  // namespace

Judgement judge(const LitmusHeader& header, const Exploration& exploration) {
  Judgement judgement;
  judgement.schedules = exploration.schedules;
  judgement.complete = exploration.complete;
  for (const Expectation& expected : header.expectations) {
    judgement.outcomes.push_back(judge_expected(expected, exploration));
  }
  for (const Observed& seen : exploration.outcomes) {
    const bool expected = std::any_of(header.expectations.begin(), header.expectations.end(),
                                      [&](const Expectation& each) { return each.outcome == seen.outcome; });
    if (expected) continue;
    judgement.outcomes.push_back({std::nullopt, seen.outcome, seen.count, seen.schedule, Verdict::fail});
  }
  const bool failed = std::any_of(judgement.outcomes.begin(), judgement.outcomes.end(),
                                  [](const JudgedOutcome& each) { return each.verdict == Verdict::fail; });
  judgement.verdict = failed ? Verdict::fail : exploration.complete ? Verdict::ok : Verdict::open;
  return judgement;
}

}  // namespace windtunnel::litmus
