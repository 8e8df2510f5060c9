#include "harness/findings/wait_enders.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/core/log_source.hpp"
#include "harness/findings/await_graph.hpp"
#include "harness/findings/replay.hpp"
#include "harness/subjects/cpp_subjects.hpp"
#include "harness/subjects/world/world.hpp"
#include "runtime/tornado.hpp"

namespace windtunnel::findings {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

// The quiet run of a subject, as it is shown to people.
std::string replayed(const core::Subject& subject) {
  core::Failure failure;
  static_cast<core::Case&>(failure) = core::case_of(subject);
  properties::LawJudge judge(subject.guarantees);
  core::Trace trace;
  const std::optional<core::Violation> violation = run(failure, judge, trace);
  if (!violation) return "it holds";
  failure.violation = *violation;
  return replay(failure, judge, core::LogMode::nearest).annotated;
}

// The application holds the lock and waits for an event that nobody has set before. Only another run shows
// that the coordinator sets it, after the listener has had the lock.
TEST(WaitEnders, CloseTheCycleOfAWaitThatNobodyHasEndedYet) {
  const std::string words = replayed(*subjects::find_cpp_subject("library_deadlock"));
  EXPECT_THAT(words, HasSubstr("fetcher waits for event 1, which coordinator sets in a run that holds, at "));
  EXPECT_THAT(words,
              HasSubstr("a cycle: coordinator -> listener -> lock 1 -> fetcher -> event 1 -> coordinator\n"));
}

// Whether a task waits for an event that nobody sets in any run.
TEST(WaitEnders, NameNobodyWhereNoRunHolds) {
  const WorldSubject subject([](World& world) -> tornado::Future<void> {
    const tornado::locks::Event never;
    world.spawn("helper", [](World& inner) -> tornado::Future<void> { co_await inner.turn(); });
    const tornado::Future<void> waiting = never.wait();
    co_await waiting;
  });
  const std::string words = replayed(subject.subject());
  EXPECT_THAT(words, HasSubstr("waits for event 1, which nobody sets"));
  EXPECT_THAT(words, Not(HasSubstr("a cycle")));
}

TEST(WaitEnders, AreTheTasksThatDidItAndTheirCallers) {
  core::Trace trace;
  trace.names.tasks = {{1, "main"}, {2, "helper"}};
  trace.events.record(tornado::EventKind::task_begin, 1, 1);
  trace.events.record(tornado::EventKind::task_begin, 2, 2);
  trace.events.record(tornado::EventKind::event_set, 7, 0);
  const WaitEnders expected = {{{WaitedFor::event, 7}, {"helper", "main"}}};
  EXPECT_EQ(wait_enders(trace), expected);
}

}  // namespace
}  // namespace windtunnel::findings
