// A World with hosts and a network: its tasks, checks and deadlocks are those of any World, and the laws of
// sockets judge it where it has used the network.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

#include "harness/core/constrained_source.hpp"
#include "harness/core/log_source.hpp"
#include "harness/core/odometer_source.hpp"
#include "harness/core/seeded_source.hpp"
#include "harness/core/trace_digest.hpp"
#include "harness/properties/judge.hpp"
#include "harness/strategies/exhaustive.hpp"
#include "harness/subjects/world/shared.hpp"
#include "harness/subjects/world/world.hpp"
#include "runtime/tornado.hpp"
#include "tests/harness/properties/laws/events.hpp"

namespace windtunnel {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using tornado::Future;
using tornado::StreamPtr;

std::optional<core::Violation> quiet_run(const WorldProgram& program, core::Trace& trace) {
  const WorldSubject subject(program);
  const core::ChoiceLog quiet;
  core::LogSource choices(quiet);
  properties::LawJudge laws(core::all_guarantees);
  return run_and_judge(subject.subject(), choices, core::RunOptions(), laws, trace);
}

Future<void> send(World& world, std::string text) {
  const tornado::TCPClient tcp(world.host("client"));
  const Future<StreamPtr> connecting = tcp.connect("server", 80);
  const StreamPtr stream = co_yield connecting;
  const Future<void> writing = stream->write(text);
  co_yield writing;
  stream->close();
}

Future<void> receive(World&, std::string* all, StreamPtr stream) {
  const std::string text = co_yield stream->read_until_close();
  *all += text;
}

Future<void> two_messages(World& world, std::string wanted) {
  std::string all;
  tornado::TCPServer server(
      [&](StreamPtr stream, const tornado::Address&) {
        return world.spawn("receiver", receive, &all, std::move(stream)).future();
      },
      world.host("server"));
  server.listen(80);
  world.spawn("a", send, std::string("a"));
  world.spawn("b", send, std::string("b"));
  co_yield world.join();
  world.check(all.size() == 2, "both messages arrive");
  if (!wanted.empty()) world.check(all == wanted, "the messages arrive in order");
}

WorldProgram messages(const std::string& wanted) {
  return [wanted](World& world) { return two_messages(world, wanted); };
}

TEST(WorldNetwork, MakesTheNetworkAndItsHostsOnFirstUse) {
  core::Trace trace;
  EXPECT_FALSE(quiet_run(
      [](World& world) -> Future<void> {
        tornado::LinkSettings settings;
        settings.latency = tornado::Duration(2);
        tornado::SimNetwork& network = world.network(settings);
        tornado::SimHost& host = world.host("a");
        world.check(&network == &world.network(), "there is one network");
        world.check(&host == &world.host("a") && &host != &world.host("b"), "a name is one host");
        world.check(network.link(host, world.host("b")).settings.latency == settings.latency,
                    "links have the settings");
        bool late = false;
        try {
          world.network(settings);
        } catch (const std::logic_error&) {
          late = true;
        }
        world.check(late, "settings come before the first use");
        co_yield world.turn();
      },
      trace));
  EXPECT_TRUE(trace.used_network);
  EXPECT_FALSE(quiet_run([](World& world) -> Future<void> { co_yield world.turn(); }, trace));
  EXPECT_FALSE(trace.used_network) << "the next run has a network only if it uses one";
}

TEST(WorldNetwork, IsJudgedByTheLawsOfSocketsWhereItIsUsed) {
  const WorldSubject subject(messages(""));
  const WorldSubject without([](World& world) -> Future<void> { co_yield world.turn(); });
  for (const bool network : {true, false}) {
    properties::LawJudge laws(core::all_guarantees);
    const core::ChoiceLog quiet;
    core::LogSource choices(quiet);
    core::Trace trace;
    EXPECT_FALSE(run_and_judge(network ? subject.subject() : without.subject(), choices, core::RunOptions(),
                               laws, trace));
    for (std::size_t at = 0; at < laws.laws().size(); ++at) {
      if (laws.laws().card(at).name == "V16" || laws.laws().card(at).name == "V18") {
        EXPECT_EQ(laws.laws().runs_judged(at), network ? 1U : 0U) << laws.laws().card(at).name;
      }
    }
  }
}

TEST(WorldNetwork, LawsOfSocketsAreNotAskedOfARunWithoutANetwork) {
  // Socket 2 gives bytes that its peer, socket 1, never sent.
  const properties::Events broken = properties::Events().socket_connected(1, 2).socket_received(2, 6);
  const std::vector<tornado::Event>& events = broken.list();
  properties::LawSet laws(core::all_guarantees);
  const auto judged = [&](bool network) {
    return laws.check(events.data(), events.data() + events.size(), core::SchedulingModel::exact, {},
                      network);
  };
  ASSERT_TRUE(judged(true));
  EXPECT_EQ(judged(true)->law, "V16");
  EXPECT_FALSE(judged(false));
}

TEST(WorldNetwork, FindsARaceOfTwoMessagesAndReplaysIt) {
  const WorldSubject subject(messages("ab"));
  std::set<std::string> rules;
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    core::SeededSource choices(seed);
    properties::LawJudge laws(core::all_guarantees);
    core::Trace trace;
    const std::optional<core::Violation> violation =
        run_and_judge(subject.subject(), choices, core::RunOptions(), laws, trace);
    rules.insert(violation ? std::string(violation->law) + ": " + violation->message : "-");
    core::LogSource again(trace.schedule, core::LogMode::strict);
    core::Trace replayed;
    EXPECT_EQ(run_and_judge(subject.subject(), again, core::RunOptions(), laws, replayed), violation);
    EXPECT_EQ(digest_of(trace), digest_of(replayed));
  }
  EXPECT_THAT(rules, ElementsAre("-", "check: the messages arrive in order"));
}

TEST(WorldNetwork, TasksThatWaitForEachOthersBytesAreADeadlock) {
  core::Trace trace;
  const auto violation = quiet_run(
      [](World& world) -> Future<void> {
        const auto read_first = [](World&, StreamPtr stream) -> Future<void> {
          const std::string text = co_yield stream->read_bytes(1);
          co_yield stream->write(text);
        };
        tornado::TCPServer server(
            [&](StreamPtr stream, const tornado::Address&) {
              return world.spawn("answers", read_first, std::move(stream)).future();
            },
            world.host("server"));
        server.listen(80);
        const tornado::TCPClient tcp(world.host("client"));
        const Future<StreamPtr> connecting = tcp.connect("server", 80);
        const StreamPtr stream = co_yield connecting;
        world.spawn("asks", read_first, stream);
        co_yield world.join();
      },
      trace);
  ASSERT_TRUE(violation);
  EXPECT_EQ(violation->law, rules::deadlock);
  EXPECT_THAT(violation->message, AllOf(HasSubstr(" answers at world_network_test.cpp:"),
                                        HasSubstr(" asks at world_network_test.cpp:")));
}

TEST(WorldNetwork, ADaemonMayServeForEver) {
  core::Trace trace;
  const auto violation = quiet_run(
      [](World& world) -> Future<void> {
        std::string all;
        tornado::TCPServer server(
            [&](StreamPtr stream, const tornado::Address&) {
              return world.spawn_daemon("receiver", receive, &all, std::move(stream)).future();
            },
            world.host("server"));
        server.listen(80);
        const tornado::TCPClient tcp(world.host("client"));
        const Future<StreamPtr> connecting = tcp.connect("server", 80);
        const StreamPtr stream = co_yield connecting;
        co_yield world.join();
      },
      trace);
  EXPECT_FALSE(violation) << violation->law << ": " << violation->message;
}

TEST(WorldNetwork, FaultsAreCountedWithoutAnObserver) {
  std::uint64_t struck = 0;
  const WorldSubject subject([&struck](World& world) {
    tornado::LinkSettings settings;
    settings.faults = {tornado::Fault::latency};
    world.network(settings);
    const auto run = [](World& in, std::uint64_t* count) -> Future<void> {
      const Future<void> sending = two_messages(in, "");
      co_yield sending;
      *count += in.network().faults_struck();
    };
    return run(world, &struck);
  });
  core::RunOptions options;
  options.observe = false;
  properties::LawJudge laws(core::all_guarantees);
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    core::SeededSource choices(seed);
    core::Trace trace;
    EXPECT_FALSE(run_and_judge(subject.subject(), choices, options, laws, trace));
    EXPECT_EQ(trace.events.size(), 0U);
  }
  EXPECT_GT(struck, 0U);
}

TEST(WorldNetwork, UncaughtExceptionsAreAllowedWhereTheSubjectSaysSo) {
  for (const bool allowed : {false, true}) {
    core::Trace trace;
    const auto violation = quiet_run(
        [allowed](World& world) {
          const auto run = [](World& in, bool allow) -> Future<void> {
            if (allow) in.allow_uncaught();
            in.spawn("fails", [](World& inner) -> Future<void> {
              co_yield inner.turn();
              throw std::runtime_error("no");
            });
            co_yield in.join();
          };
          return run(world, allowed);
        },
        trace);
    EXPECT_EQ(violation.has_value(), !allowed);
  }
}

TEST(WorldNetwork, WhatBreaksFirstIsReported) {
  // The law breaks at the event before the program's own check.
  const core::Subject subject{
      [](const void*, tornado::ChoiceSource&, const core::RunOptions&, core::Trace& trace) {
        const properties::Events broken = properties::Events().socket_connected(1, 2).socket_received(2, 6);
        for (const tornado::Event& event : broken.list())
          trace.events.record(event.kind, event.id, event.other, event.detail);
        trace.used_network = true;
        trace.objection = core::Objection{rules::check, 2, "it holds"};
      },
      nullptr, core::all_guarantees};
  properties::LawJudge laws(core::all_guarantees);
  const core::ChoiceLog quiet;
  core::LogSource choices(quiet);
  core::Trace trace;
  const std::optional<core::Violation> violation =
      run_and_judge(subject, choices, core::RunOptions(), laws, trace);
  ASSERT_TRUE(violation);
  EXPECT_EQ(violation->law, "V16");
}

// What a program says over all runs of a source that ends.
template <class RunAll>
std::set<std::string> outcomes_of(const WorldProgram& program, RunAll run_all) {
  std::set<std::string> outcomes;
  const WorldSubject subject(program);
  run_all([&](tornado::ChoiceSource& choices, core::Trace& trace) {
    run(subject.subject(), choices, core::RunOptions(), trace);
    outcomes.insert(trace.text + (trace.objection ? trace.objection->message : ""));
  });
  return outcomes;
}

// Two tasks write a Shared each, and one of them a plain variable that the receiver of a message reads.
Future<void> message_and_flag(World& world) {
  bool flag = false;
  const Shared<int> one(world, "one");
  const Shared<int> two(world, "two");
  const auto read = [](World& in, const bool* seen, StreamPtr stream) -> Future<void> {
    const std::string text = co_yield stream->read_bytes(1);
    in.log(text + (*seen ? " after the flag" : " before the flag"));
  };
  const auto set_flag = [](World&, Shared<int> own, bool* set) -> Future<void> {
    co_yield own.write(1);
    *set = true;
  };
  const auto write = [](World&, Shared<int> own) -> Future<void> { co_yield own.write(1); };
  tornado::TCPServer server(
      [&](StreamPtr stream, const tornado::Address&) {
        return world.spawn("receiver", read, &flag, std::move(stream)).future();
      },
      world.host("server"));
  server.listen(80);
  world.spawn("sender", send, std::string("a"));
  world.spawn("flag", set_flag, one, &flag);
  world.spawn("other", write, two);
  co_yield world.join();
}

TEST(WorldNetwork, ACompleteSearchFindsWhatBruteForceFinds) {
  const WorldProgram programs[] = {messages("ab"), message_and_flag};
  for (const WorldProgram& program : programs) {
    std::uint64_t schedules = 0;
    const std::set<std::string> all = outcomes_of(program, [&](const auto& run_once) {
      core::OdometerSource odometer;
      core::Trace trace;
      do {
        run_once(odometer, trace);
        ++schedules;
      } while (odometer.next() && schedules < 100'000);
      EXPECT_TRUE(odometer.deterministic());
    });
    ASSERT_LT(schedules, 100'000U);
    strategies::Exhaustive exhaustive;
    const std::set<std::string> found = outcomes_of(program, [&](const auto& run_once) {
      core::Trace trace;
      while (exhaustive.begin_run(1, trace)) {
        run_once(exhaustive, trace);
        exhaustive.end_run(trace);
      }
    });
    EXPECT_EQ(found, all);
    EXPECT_EQ(all.size(), 2U);
    EXPECT_TRUE(exhaustive.complete());
    EXPECT_FALSE(exhaustive.figures().reduced) << "they share plain variables";
    EXPECT_LE(exhaustive.figures().traces, schedules);
  }
}

TEST(WorldNetwork, StepsOfHandlersConflictWithEveryStep) {
  core::Trace trace;
  quiet_run(message_and_flag, trace);
  EXPECT_TRUE(trace.steps.independence_known());
  strategies::FootprintReader reader;
  const auto done = trace.steps.done();
  std::vector<strategies::Footprint> footprints(done.size());
  for (std::size_t at = 0; at < done.size(); ++at) reader.read(trace, at, footprints[at]);
  std::size_t handlers = 0;
  for (std::size_t at = 0; at < done.size(); ++at) {
    if (done[at].touch != tornado::Touch::anything) continue;
    ++handlers;
    for (const strategies::Footprint& other : footprints) EXPECT_TRUE(conflict(footprints[at], other));
  }
  EXPECT_GE(handlers, 3U) << "the listener and both ends";
}

TEST(WorldNetwork, ConstraintsNameTheStepsOfHandlersAndReplay) {
  const WorldSubject subject(messages("ab"));
  properties::LawJudge laws(core::all_guarantees);
  core::Trace trace;
  const auto violation_under = [&](std::string_view text) {
    const core::Schedule schedule = core::parse_schedule(text);
    core::ConstrainedSource choices(schedule);
    const auto violation = run_and_judge(subject.subject(), choices, core::RunOptions(), laws, trace);
    EXPECT_EQ(choices.used(), std::vector<bool>(schedule.constraints.size(), true)) << text;
    return violation ? violation->message : "";
  };
  EXPECT_EQ(violation_under("hold server:80/ready#1 until b/client>server/ready#1"), "");
  EXPECT_EQ(violation_under("hold a/client>server/ready#1 until b/client>server/ready#1"),
            "the messages arrive in order");
  EXPECT_EQ(violation_under("hold server<client/ready#1 until server<client#2/ready#1"),
            "the messages arrive in order");
}

}  // namespace
}  // namespace windtunnel
