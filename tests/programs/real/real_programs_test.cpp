// One program, two worlds: the programs that a World runs, on the real loop and over loopback, judged by the
// same laws. What they check, they check there too.
#include <gtest/gtest.h>
#include <optional>
#include <sstream>
#include <string>

#include "harness/core/quiet_source.hpp"
#include "harness/core/seeded_source.hpp"
#include "harness/properties/judge.hpp"
#include "harness/subjects/programs/callback_fetch.hpp"
#include "harness/subjects/programs/gen_async_handler.hpp"
#include "harness/subjects/stream_subject.hpp"
#include "tests/programs/key_value_subject.hpp"
#include "tests/programs/real/real_venue.hpp"
#include "tests/programs/run_sync_subject.hpp"

namespace windtunnel {
namespace {

// The lines of a run in which nothing is wrong.
std::string lines_of(const core::Subject& subject, tornado::ChoiceSource& choices) {
  properties::LawJudge laws(subject.guarantees);
  core::Trace trace;
  const std::optional<core::Violation> violation =
      run_and_judge(subject, choices, core::RunOptions(), laws, trace);
  EXPECT_FALSE(violation) << violation->law << " at " << violation->step << ": " << violation->message << "\n"
                          << trace.text;
  return trace.text;
}

void expect_holds(RealSubject::Begin begin, bool allows_escaped, std::uint64_t runs) {
  const RealSubject real(begin, allows_escaped);
  for (std::uint64_t seed = 1; seed <= runs; ++seed) {
    core::SeededSource choices(seed);
    lines_of(real.subject(), choices);
    ASSERT_FALSE(::testing::Test::HasFailure()) << "seed " << seed;
  }
}

// The lines of a World without their times.
std::string without_times(const std::string& text) {
  std::istringstream lines(text);
  std::string result;
  for (std::string line; std::getline(lines, line);) result += line.substr(line.find(' ') + 1) + "\n";
  return result;
}

// A quiet run says the same in both worlds.
void expect_same_lines(RealSubject::Begin begin, const WorldProgram& program, const std::string& lines) {
  core::QuietSource choices;
  const RealSubject real(begin, true, tornado::Duration(1));
  EXPECT_EQ(lines_of(real.subject(), choices), lines);
  const WorldSubject simulated(program);
  EXPECT_EQ(without_times(lines_of(simulated.subject(), choices)), lines);
}

TEST(RealPrograms, TheCallbackFetchHolds) {
  expect_holds(subjects::begin_callback_fetch, true, 20);
}

TEST(RealPrograms, TheGenAsyncHandlerHolds) {
  expect_holds(subjects::begin_gen_async_handler, false, 30);
}

TEST(RealPrograms, TheKeyValueStoreHolds) {
  expect_holds(key_value::begin_store, false, 60);
}

TEST(RealPrograms, RunSyncHolds) {
  expect_holds(begin_run_sync, true, 30);
}

TEST(RealPrograms, StreamsHold) {
  expect_holds(subjects::begin_stream, true, 60);
}

TEST(RealPrograms, AQuietRunSaysTheSameInBothWorlds) {
  expect_same_lines(subjects::begin_callback_fetch, subjects::run_callback_fetch, "fetch 1: 200 OK 15\n");
  expect_same_lines(subjects::begin_gen_async_handler, subjects::run_gen_async_handler,
                    "handler: 200 OK 15\nbrowser 1: 200 OK 22\n");
  expect_same_lines(key_value::begin_store, key_value::run_store, "user 1 gets 1a: nothing\n");
  expect_same_lines(begin_run_sync, run_sync_programs, "it gives\n");
}

class NeverOver final : public subjects::VenueProgram {
 public:
  bool over() const override { return false; }
};

// The harness itself: what a run breaks is said.
TEST(RealVenue, ObjectsToWhatIsWrong) {
  core::QuietSource choices;
  core::Trace trace;
  RealVenue venue(choices, trace);
  NeverOver program;
  venue.run(program, 0.01);
  ASSERT_TRUE(trace.objection);
  EXPECT_EQ(trace.objection->message, "the program has not ended in time");
  trace.objection.reset();
  venue.check(true, "nothing");
  EXPECT_FALSE(trace.objection);
  venue.check(false, "a check");
  EXPECT_EQ(trace.objection->message, "a check");
}

}  // namespace
}  // namespace windtunnel
