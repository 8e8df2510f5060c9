#include "harness/properties/judge.hpp"

#include <cassert>
#include <exception>
#include <fmt/format.h>

#include "harness/core/run_account.hpp"
#include "harness/core/schedule_source.hpp"
#include "harness/core/trace_digest.hpp"
#include "harness/properties/livelock_judge.hpp"

namespace windtunnel::properties {

namespace {

std::optional<core::Violation> escaped(const core::Subject& subject, tornado::ChoiceSource& choices,
                                       const core::RunOptions& options, core::Trace& trace) {
  try {
    run(subject, choices, options, trace);
    return std::nullopt;
  } catch (const std::exception& error) {
    return core::Violation{rules::escape, trace.events.size(),
                           std::string("an exception left the run: ") + error.what()};
  } catch (...) {
    return core::Violation{rules::escape, trace.events.size(),
                           "something that is no std::exception left the run"};
  }
}

// Of a run that came to its end: what the subject objects to, or what the judge finds earlier in it.
std::optional<core::Violation> earliest(const core::Trace& trace, std::optional<core::Violation> judged) {
  const std::optional<core::Objection>& objection = trace.objection;
  if (!objection || (judged && judged->step < objection->step)) return judged;
  return core::Violation{objection->rule, objection->step, objection->message};
}

}  // namespace

std::unique_ptr<Judge> judge_of(std::string_view law, core::Guarantees guarantees) {
  if (law == rules::livelock) return std::make_unique<LivelockJudge>();
  if (rules::has(law)) return std::make_unique<NoJudge>();
  return std::make_unique<LawJudge>(LawSet(std::vector<std::string>{std::string(law)}, guarantees));
}

std::string law_names(core::Guarantees guarantees) {
  const LawSet laws(guarantees);
  std::string names;
  for (std::size_t at = 0; at < laws.size(); ++at)
    names.append(at == 0 ? "" : ", ").append(laws.card(at).name);
  return names;
}

std::optional<core::Violation> run_and_judge(const core::Subject& subject, tornado::ChoiceSource& choices,
                                             const core::RunOptions& options, Judge& judge,
                                             core::Trace& trace, const scenario::Scenario* program) {
  if (std::optional<core::Violation> violation = escaped(subject, choices, options, trace)) return violation;
  return earliest(trace, judge.judge(trace, program));
}

std::optional<core::Violation> run(const core::Case& one, Judge& judge, core::Trace& trace) {
  assert(one.subject.run != nullptr);
  core::ScheduleSource choices(one.schedule);
  return run_and_judge(one.subject, choices, core::options_of(one), judge, trace, one.program.get());
}

std::vector<Known> known_defects(const core::Trace& trace, core::Guarantees guarantees) {
  LawSet laws(guarantees);
  laws.check(trace.events, trace.model, trace.used_network);
  return laws.known();
}

std::optional<core::Violation> compare(const core::Trace& one, const core::Trace& other) {
  const std::optional<std::size_t> event = core::first_difference(one, other);
  if (!event) return std::nullopt;
  std::string where = core::first_difference(core::account_of(one), core::account_of(other));
  if (where.empty()) where = fmt::format("event {}", *event);
  return core::Violation{rules::nondeterminism, *event,
                         "two runs of the same schedule differ first at " + where};
}

}  // namespace windtunnel::properties
