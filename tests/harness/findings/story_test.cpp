// The story of a run: what the program's own tasks did, and what led to what.
#include "harness/findings/story.hpp"

#include <algorithm>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/findings/nearest_pass.hpp"
#include "harness/testing/testing.hpp"
#include "runtime/tornado.hpp"
#include "tests/harness/subjects/world/running.hpp"

namespace windtunnel::findings {
namespace {

using namespace std::chrono_literals;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsSupersetOf;
using tornado::Future;

Story story_of_program(const WorldProgram& program) {
  core::Trace trace;
  core::RunOptions options;
  options.model = core::SchedulingModel::realistic;
  const auto violation = quiet_violation(program, trace, options);
  return story_of(trace, violation);
}

std::vector<std::string> words_of(const Story& story) {
  std::vector<std::string> words;
  for (const StoryStep& step : story.steps) words.push_back(story.lanes[step.lane].name + ": " + step.words);
  return words;
}

std::size_t place_of(const Story& story, const std::string& words) {
  const std::vector<std::string> all = words_of(story);
  return static_cast<std::size_t>(std::find(all.begin(), all.end(), words) - all.begin());
}

Future<void> write_flag(World&, Shared<int> flag) {
  co_yield flag.write(1);
}

Future<void> read_flag(World& world, Shared<int> flag) {
  const Future<void> sleeping = tornado::sleep(5ms);
  co_yield sleeping;
  const int value = co_yield flag.read();
  world.check(value == 0, "nobody has written");
}

Future<void> flags(World& world) {
  const Shared<int> flag(world, "flag");
  world.spawn("writer", write_flag, flag);
  world.spawn("reader", read_flag, flag);
  co_yield world.join();
}

TEST(Story, HasTheStepsWaitsAndValuesOfTheProgram) {
  const Story story = story_of_program(flags);
  EXPECT_THAT(words_of(story), IsSupersetOf({"writer: begins", "writer: writes flag: 1",
                                             "reader: waits for the clock", "reader: is woken by the clock",
                                             "reader: reads flag: 1", "reader: breaks check"}));
  const StoryStep& wait = story.steps[place_of(story, "reader: waits for the clock")];
  EXPECT_EQ(wait.kind, StoryKind::wait);
  EXPECT_THAT(wait.place, HasSubstr("story_test.cpp:"));
  EXPECT_EQ(story.steps[place_of(story, "reader: is woken by the clock")].seconds, 0.005);
  ASSERT_TRUE(story.violation());
  EXPECT_THAT(story.steps[*story.violation()].file, HasSubstr("/story_test.cpp"));
}

TEST(Story, KnowsWhichWriteAReadSaw) {
  const Story story = story_of_program(flags);
  const StoryStep& read = story.steps[place_of(story, "reader: reads flag: 1")];
  EXPECT_THAT(read.causes, Contains(place_of(story, "writer: writes flag: 1")));
}

Future<void> echo(tornado::StreamPtr stream, const tornado::Address&) {
  const Future<std::string> reading = stream->read_until("\n");
  const std::string line = co_yield reading;
  const Future<void> writing = stream->write(line);
  co_yield writing;
}

Future<void> ask(World& world) {
  const tornado::TCPClient tcp(world.host("client"));
  const Future<tornado::StreamPtr> connecting = tcp.connect("server", 7);
  const tornado::StreamPtr stream = co_yield connecting;
  const Future<void> writing = stream->write("hello\n");
  co_yield writing;
  const Future<std::string> reading = stream->read_until("\n");
  co_yield reading;
  world.check(false, "the answer is not there");
}

Future<void> ask_and_echo(World& world) {
  tornado::LinkSettings settings;
  settings.latency = 2ms;
  world.network(settings);
  tornado::TCPServer server(echo, world.host("server"));
  server.listen(7);
  world.spawn("asker", ask);
  co_yield world.join();
}

TEST(Story, HasTheMessagesOfTasksAndHosts) {
  const Story story = story_of_program(ask_and_echo);
  EXPECT_THAT(words_of(story),
              IsSupersetOf({"asker: sends 6 bytes to server", "server: receives 6 bytes from client",
                            "server: sends 6 bytes to client", "asker: waits for data from server",
                            "asker: receives 6 bytes from server", "asker: breaks check"}));
  const auto lane = [&](const std::string& words) {
    return story.lanes[story.steps[place_of(story, words)].lane];
  };
  EXPECT_EQ(lane("asker: sends 6 bytes to server").host, "client");
  EXPECT_EQ(lane("server: sends 6 bytes to client").host, "server");
  const StoryStep& receive = story.steps[place_of(story, "server: receives 6 bytes from client")];
  EXPECT_THAT(receive.causes, Contains(place_of(story, "asker: sends 6 bytes to server")));
}

TEST(Story, LeadsBackFromWhatBrokeToTheMessageOfAnotherHost) {
  const Story story = story_of_program(ask_and_echo);
  const std::vector<std::size_t> few = steps_that_matter(story, 12);
  EXPECT_LE(few.size(), 12U);
  EXPECT_THAT(few, Contains(place_of(story, "asker: breaks check")));
  EXPECT_THAT(few, Contains(place_of(story, "server: sends 6 bytes to client")));
}

TEST(NearestPass, IsTheRunThatDiffersLeast) {
  const WorldSubject subject(flags, "flags");
  core::Failure failure;
  static_cast<core::Case&>(failure) = core::case_of(subject.subject());
  failure.model = core::SchedulingModel::realistic;
  core::Trace trace;
  properties::NoJudge nothing;
  core::RunOptions options = core::options_of(failure);
  options.name_things = true;
  const core::ChoiceLog quiet;
  core::LogSource choices(quiet);
  const auto violation = run_and_judge(failure.subject, choices, options, nothing, trace);
  ASSERT_TRUE(violation);
  failure.violation = *violation;
  // Nobody can make the writer as late as that.
  EXPECT_FALSE(nearest_passing_run(failure, nothing, story_of(trace, violation), trace.schedule));
}

Future<void> look(World& world, Shared<int> flag) {
  const int value = co_yield flag.read();
  world.check(value == 0, "nobody has written");
}

Future<void> race(World& world) {
  const Shared<int> flag(world, "flag");
  world.spawn("writer", write_flag, flag);
  world.spawn("reader", look, flag);
  co_yield world.join();
}

TEST(NearestPass, HoldsAndIsShownWithItsStory) {
  const WorldSubject subject(race, "race");
  core::Failure failure;
  static_cast<core::Case&>(failure) = core::case_of(subject.subject());
  core::Trace trace;
  properties::NoJudge nothing;
  core::RunOptions options = core::options_of(failure);
  options.name_things = true;
  const core::ChoiceLog quiet;
  core::LogSource choices(quiet);
  const auto violation = run_and_judge(failure.subject, choices, options, nothing, trace);
  ASSERT_TRUE(violation);
  failure.violation = *violation;
  const auto passing = nearest_passing_run(failure, nothing, story_of(trace, violation), trace.schedule);
  ASSERT_TRUE(passing);
  EXPECT_FALSE(passing->story.violation());
  EXPECT_THAT(words_of(passing->story), Contains("reader: reads flag: 0"));
}

}  // namespace
}  // namespace windtunnel::findings
