// Every choice of a run is a sentence in the names of the program.
#include "harness/shrink/choice_words.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/core/named_run.hpp"
#include "harness/core/schedule_source.hpp"
#include "harness/properties/judge.hpp"
#include "harness/shrink/network_words.hpp"
#include "harness/testing/testing.hpp"
#include "runtime/sim/network/sim_network.hpp"
#include "runtime/tornado.hpp"

namespace windtunnel::shrink {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using tornado::Future;

std::vector<std::string> sentences(const WorldProgram& program, const std::string& schedule,
                                   core::SchedulingModel model = core::SchedulingModel::realistic) {
  const WorldSubject subject(program, "told");
  const core::Schedule parsed = core::parse_schedule(schedule);
  core::ScheduleSource choices(parsed);
  core::Trace trace;
  core::NamingSource naming(choices, trace);
  core::RunOptions options;
  options.model = model;
  options.name_things = true;
  properties::NoJudge judge;
  run_and_judge(subject.subject(), naming, options, judge, trace);
  const core::NamedRun run = naming.finish(trace.steps);
  std::vector<std::string> words;
  for (const ChoiceSentence& sentence : choices_in_words(run.asked, trace)) words.push_back(sentence.words);
  return words;
}

Future<void> echo(tornado::StreamPtr stream, const tornado::Address&) {
  try {
    for (;;) {
      const Future<std::string> reading = stream->read_until("\n");
      const std::string line = co_yield reading;
      const Future<void> writing = stream->write(line);
      co_yield writing;
    }
  } catch (const tornado::StreamClosedError&) {
    // The client is gone.
  }
}

Future<void> ask_twice(World& world) {
  const tornado::TCPClient tcp(world.host("client"));
  try {
    const Future<tornado::StreamPtr> connecting = tcp.connect("server", 7);
    const tornado::StreamPtr stream = co_yield connecting;
    for (int round = 0; round < 2; ++round) {
      const Future<void> writing = stream->write("hello world\n");
      co_yield writing;
      const Future<std::string> reading = stream->read_until("\n");
      co_yield reading;
    }
    stream->close();
  } catch (const std::exception&) {
    world.log("has no answer");
  }
}

Future<void> two_questions(World& world) {
  tornado::LinkSettings settings;
  settings.faults = tornado::Faults::all();
  world.network(settings);
  tornado::TCPServer server(echo, world.host("server"));
  server.listen(7);
  world.spawn("client", ask_twice);
  co_yield world.join();
}

// All faults may strike.
constexpr const char* stormy = "answer fault net/server>client/weather#1 with 15; ";

TEST(ChoiceWords, TellFaultsInTheNamesOfTheHosts) {
  const auto told = [](const std::string& answers) { return sentences(two_questions, stormy + answers); };
  EXPECT_THAT(told("answer fault net/client>server/reset#2 with 1"),
              ElementsAre("the connection client→server is reset at its second send"));
  EXPECT_THAT(told("answer latency net/server>client/latency#1 with 1; answer latency "
                   "net/server>client/latency#2 with 5"),
              ElementsAre("the answer (12 bytes) of server to client takes 5 s longer"));
  EXPECT_THAT(told("answer fragment net/client>server/split#1 with 1; answer fragment "
                   "net/client>server/split#2 with 3"),
              ElementsAre("the message (12 bytes) of client to server arrives as 4 and 8"));
  EXPECT_THAT(told("answer fault net/client>server/refused#1 with 1"),
              ElementsAre("server refuses a connection of client"));
  EXPECT_THAT(told("answer fault net/client>server/partition#2 with 1; answer fault "
                   "net/client>server/partition#3 with 2"),
              ElementsAre("client and server are separated for 10 s"));
  EXPECT_THAT(told("answer fragment net/server>client/short-read#1 with 1"),
              ElementsAre("a receive of server from client gives 1 bytes only, its first one"));
  EXPECT_THAT(told("answer fault net/client>server/silence#1 with 1"),
              ElementsAre("nothing that client sends to server arrives any more, from its first send on"));
}

TEST(ChoiceWords, AreOneSentenceForEachFaultAndOneForAllData) {
  EXPECT_EQ(sentences(two_questions, std::string(stormy) +
                                         "answer fault net/client>server/reset#2 with 1; answer latency "
                                         "net/client>server/latency#2 with 1")
                .size(),
            2U);
  // A network that may have faults and has none says nothing.
  EXPECT_TRUE(
      sentences(two_questions, std::string(stormy) + "answer fault net/client>server/rate#1 with 2").empty());
}

Future<void> draw_two(World& world) {
  world.choose(10, "amount");
  world.value(-5, 5);
  world.choose(10, "amount");
  co_return;
}

TEST(ChoiceWords, TellDataAsTheProgramSeesIt) {
  EXPECT_THAT(sentences(draw_two, "answer value amount#2 with 5; answer value world/value#1 with 2"),
              ElementsAre("world.value() = -3, world.choose(amount) = 5 the second time"));
}

Future<void> sleep_beside(World& world) {
  const Future<void> sleeping = tornado::sleep(10ms);
  co_yield sleeping;
  world.log("has slept");
}

Future<void> two_sleepers(World& world) {
  world.spawn("one", sleep_beside);
  world.spawn("two", sleep_beside);
  co_yield world.join();
}

TEST(ChoiceWords, NameTheTimerByItsTaskAndItsPlace) {
  EXPECT_THAT(sentences(two_sleepers, "answer timer loop/tie#1 with 1"),
              ElementsAre(::testing::MatchesRegex("of the timers that are due at 0.01 s, the timer of two "
                                                  "\\(choice_words_test.cpp:[0-9]+\\) runs first")));
  EXPECT_THAT(
      sentences(two_sleepers, "answer timer loop/late#1 with 1"),
      ElementsAre(::testing::MatchesRegex("the timer of (one|two) \\(choice_words_test.cpp:[0-9]+\\) runs "
                                          "late, after what else is ready")));
}

TEST(NetworkSite, IsReadFromItsName) {
  const std::optional<NetworkSite> site = network_site("net/client>server/short-read");
  ASSERT_TRUE(site);
  EXPECT_EQ(site->from, "client");
  EXPECT_EQ(site->to, "server");
  EXPECT_EQ(site->fault(), tornado::Fault::short_read);
  EXPECT_EQ(network_site("net/client/no-resolution")->to, "");
  for (const char* other : {"", "net/", "loop/late", "network/a>b/reset"})
    EXPECT_FALSE(network_site(other)) << other;
  EXPECT_FALSE(network_site("net/a>b/weather")->fault());
}

}  // namespace
}  // namespace windtunnel::shrink
