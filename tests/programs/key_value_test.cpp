// The key-value store under random networks: it answers as a map would, all laws hold, every fault strikes;
// and the bug that is planted in another server is found, made small and replayed.
#include "tests/programs/key_value.hpp"

#include <array>
#include <chrono>
#include <cstdlib>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/core/log_source.hpp"
#include "harness/core/random.hpp"
#include "harness/core/seeded_source.hpp"
#include "harness/core/trace_digest.hpp"
#include "harness/engine/campaign.hpp"
#include "harness/findings/finding.hpp"
#include "harness/findings/replay.hpp"
#include "harness/properties/judge.hpp"
#include "harness/report/summary.hpp"
#include "harness/shrink/shrinker.hpp"
#include "harness/subjects/cpp_subjects.hpp"
#include "runtime/sim/network/sim_network.hpp"
#include "tests/programs/key_value_subject.hpp"

namespace key_value {
namespace {

using windtunnel::World;
using windtunnel::WorldSubject;
using windtunnel::core::RunOptions;
using windtunnel::core::SeededSource;
using windtunnel::core::Trace;
using windtunnel::core::Violation;
using windtunnel::properties::LawJudge;
using windtunnel::properties::run_and_judge;

// How many networks: WINDTUNNEL_NETWORKS, or few enough for every day.
std::uint64_t networks() {
  const char* told = std::getenv("WINDTUNNEL_NETWORKS");
  return told != nullptr ? std::strtoull(told, nullptr, 10) : 1500;
}

TEST(KeyValue, AnswersAsAMapWouldUnderEveryNetwork) {
  const WorldSubject subject(run_store);
  windtunnel::properties::LawJudge laws(windtunnel::core::all_guarantees);
  std::array<std::uint64_t, tornado::fault_count> struck{};
  windtunnel::core::Trace trace;
  for (std::uint64_t network = 0; network < networks(); ++network) {
    windtunnel::core::SeededSource choices(windtunnel::core::derive(1, network));
    const std::optional<windtunnel::core::Violation> violation =
        run_and_judge(subject.subject(), choices, windtunnel::core::RunOptions{}, laws, trace);
    ASSERT_FALSE(violation) << "network " << network << ": " << violation->law << " at " << violation->step
                            << ": " << violation->message;
    for (const tornado::Event& event : trace.events) {
      if (event.kind == tornado::EventKind::network_fault) ++struck[event.detail];
    }
  }
  const tornado::Faults possible = tornado::connection_faults | tornado::resolution_faults;
  for (std::size_t fault = 0; fault < struck.size(); ++fault) {
    if (!possible.has(static_cast<tornado::Fault>(fault))) continue;
    EXPECT_GT(struck[fault], 0U) << name_of(static_cast<tornado::Fault>(fault)) << " never struck";
  }
}

TEST(KeyValue, AnswersUnderTheAdversary) {
  const WorldSubject subject(run_store);
  windtunnel::properties::LawJudge laws(windtunnel::core::all_guarantees);
  windtunnel::core::RunOptions options;
  options.model = windtunnel::core::SchedulingModel::adversarial;
  windtunnel::core::Trace trace;
  for (std::uint64_t network = 0; network < networks() / 4; ++network) {
    windtunnel::core::SeededSource choices(windtunnel::core::derive(2, network));
    const std::optional<windtunnel::core::Violation> violation =
        run_and_judge(subject.subject(), choices, options, laws, trace);
    ASSERT_FALSE(violation) << "network " << network << ": " << violation->law << " at " << violation->step
                            << ": " << violation->message;
  }
}

// Connecting takes exactly as long as a call may take.
tornado::Future<void> call_on_a_slow_link(World& world) {
  tornado::LinkSettings settings;
  settings.latency = tornado::Duration(5);
  world.network(settings);
  Server server(world.host("server"));
  server.listen(80);
  Client client(world.host("client"), "server", 80, tornado::Duration(10));
  for (int call = 0; call < 4; ++call) {
    const tornado::Future<std::optional<std::string>> getting = client.get("a");
    co_yield tornado::settled(getting);
    bool may_fail_so = true;
    try {
      static_cast<void>(getting.result());
    } catch (const tornado::TimeoutError&) {
    } catch (const tornado::StreamClosedError&) {
    } catch (const std::exception& error) {
      world.log(error.what());
      may_fail_so = false;
    }
    world.check(may_fail_so, "a call gives its answer, or fails by its timeout or its connection");
  }
  client.close();
}

// The exchange of a call that timed out went on and gave its connection to the next call, which then read on
// it at the same time.
TEST(KeyValue, ACallThatWasGivenUpKeepsItsConnectionToItself) {
  const WorldSubject subject(call_on_a_slow_link);
  windtunnel::properties::LawJudge laws(windtunnel::core::all_guarantees);
  windtunnel::core::RunOptions options;
  options.model = windtunnel::core::SchedulingModel::adversarial;
  windtunnel::core::Trace trace;
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    windtunnel::core::SeededSource choices(seed);
    const std::optional<windtunnel::core::Violation> violation =
        run_and_judge(subject.subject(), choices, options, laws, trace);
    ASSERT_FALSE(violation) << "seed " << seed << ": " << violation->law << ": " << violation->message << "\n"
                            << trace.text;
  }
}

// The first network under which the planted bug shows.
std::optional<windtunnel::core::Violation> find_bug(windtunnel::core::Trace& trace, std::uint64_t& tried) {
  const WorldSubject subject(run_segments);
  windtunnel::properties::LawJudge laws(windtunnel::core::all_guarantees);
  for (tried = 1; tried <= 10'000; ++tried) {
    windtunnel::core::SeededSource choices(windtunnel::core::derive(3, tried));
    if (const auto violation =
            run_and_judge(subject.subject(), choices, windtunnel::core::RunOptions{}, laws, trace))
      return violation;
  }
  return std::nullopt;
}

TEST(KeyValue, ThePlantedBugIsFoundSoon) {
  const auto start = std::chrono::steady_clock::now();
  windtunnel::core::Trace trace;
  std::uint64_t tried = 0;
  const auto violation = find_bug(trace, tried);
  ASSERT_TRUE(violation);
  EXPECT_EQ(violation->law, windtunnel::rules::check);
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
  EXPECT_LT(took.count(), 10) << "seconds, for " << tried << " networks";
  RecordProperty("networks", static_cast<int>(tried));
}

TEST(KeyValue, ThePlantedBugIsMadeSmallAndExplained) {
  windtunnel::engine::CampaignOptions options;
  options.subject = windtunnel::subjects::cpp_subject_named("key_value_segments");
  ASSERT_TRUE(options.subject);
  options.programs = 5000;
  windtunnel::engine::CampaignResult result = run_campaign(options);
  ASSERT_TRUE(result.failure);
  const auto judge =
      windtunnel::properties::judge_of(result.failure->violation.law, windtunnel::core::all_guarantees);
  const std::size_t before = result.failure->schedule.choices.size();
  windtunnel::shrink::shrink(*result.failure, *judge);
  const windtunnel::findings::Finding finding = windtunnel::findings::to_finding(*result.failure, *judge);
  EXPECT_LT(finding.schedule.choices.size(), before);
  EXPECT_LE(finding.schedule.choices.size(), 40U) << to_text(finding.schedule);
  // It says where the network cut the message that the server took for a whole one.
  EXPECT_THAT(finding.trace, ::testing::HasSubstr("it cuts after"));
  for (int time = 0; time < 10; ++time)
    ASSERT_TRUE(
        windtunnel::findings::replay(
            failure_of(windtunnel::findings::parse_finding(to_text(finding), "finding"), "finding"), *judge)
            .reproduced());
}

TEST(KeyValue, ACampaignCountsItsFaults) {
  windtunnel::engine::CampaignOptions options;
  options.subject = windtunnel::subjects::cpp_subject_named("key_value");
  options.programs = 800;
  const windtunnel::engine::CampaignResult result = run_campaign(options);
  EXPECT_FALSE(result.failure);
  const tornado::Faults of_connections = tornado::connection_faults | tornado::resolution_faults;
  for (std::size_t fault = 0; fault < tornado::fault_count; ++fault) {
    if (!of_connections.has(static_cast<tornado::Fault>(fault))) continue;
    EXPECT_GT(result.faults_enabled[fault], 0U);
    EXPECT_GT(result.faults[fault], 0U) << name_of(static_cast<tornado::Fault>(fault));
  }
  EXPECT_THAT(windtunnel::report::summary(options, result), ::testing::HasSubstr("half-close"));
  EXPECT_THAT(windtunnel::report::never_occurred(options, result), ::testing::IsEmpty());
  windtunnel::engine::CampaignResult quiet = result;
  quiet.faults[static_cast<std::size_t>(tornado::Fault::reset)] = 0;
  EXPECT_THAT(windtunnel::report::never_occurred(options, quiet), ::testing::ElementsAre("fault `reset`"));
}

TEST(KeyValue, ARunIsTheSameAgain) {
  const WorldSubject subject(run_store);
  windtunnel::core::Trace first;
  windtunnel::core::Trace second;
  for (std::uint64_t network = 0; network < 50; ++network) {
    for (windtunnel::core::Trace* trace : {&first, &second}) {
      windtunnel::core::SeededSource choices(windtunnel::core::derive(4, network));
      windtunnel::core::run(subject.subject(), choices, windtunnel::core::RunOptions{}, *trace);
    }
    ASSERT_FALSE(windtunnel::properties::compare(first, second)) << network;
    windtunnel::core::LogSource replay(first.schedule, windtunnel::core::LogMode::strict);
    windtunnel::core::run(subject.subject(), replay, windtunnel::core::RunOptions{}, second);
    ASSERT_EQ(digest_of(first), digest_of(second)) << network;
  }
}

TEST(KeyValue, SpeaksItsProtocol) {
  EXPECT_EQ(framed("abc"), std::string("\0\0\0\3abc", 7));
  EXPECT_EQ(framed(std::string(258, 'x')).substr(0, 4), std::string("\0\0\1\2", 4));
}

}  // namespace
}  // namespace key_value
