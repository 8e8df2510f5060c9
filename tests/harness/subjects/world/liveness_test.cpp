#include "harness/subjects/world/liveness.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <limits>
#include <stdexcept>
#include <string>

#include "harness/testing/testing.hpp"
#include "tests/harness/subjects/world/running.hpp"

namespace windtunnel {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::StartsWith;
using tornado::at_seconds;
using tornado::Duration;
using tornado::Future;

const TaskResults no_tasks;

TEST(Liveness, EventuallyHoldsAtItsLimitAndNotAfterIt) {
  for (const double at : {1.0, 3.0, 3.5}) {
    Liveness liveness{no_tasks};
    bool holds = false;
    liveness.add_eventually("it comes", [&] { return holds; }, Duration(2), at_seconds(1));
    EXPECT_FALSE(liveness.ask(at_seconds(1)));
    holds = true;
    EXPECT_EQ(liveness.ask(at_seconds(at)).has_value(), at > 3) << at;
    EXPECT_FALSE(liveness.ask(at_seconds(10))) << "it is kept for good, or broken once";
    EXPECT_FALSE(liveness.at_end(at_seconds(10)));
  }
}

TEST(Liveness, EventuallyMustHoldBeforeTheRunEnds) {
  Liveness liveness{no_tasks};
  liveness.add_eventually("it comes", [] { return false; }, Duration(2), at_seconds(0));
  EXPECT_FALSE(liveness.ask(at_seconds(1)));
  const auto broken = liveness.at_end(at_seconds(1));
  ASSERT_TRUE(broken);
  EXPECT_EQ(broken->rule, rules::eventually);
  EXPECT_EQ(
      broken->words,
      "it comes: within 2 s from 0 s, when the property was stated; it had not held when the run ended, "
      "at 1 s");
}

TEST(Liveness, LeadsToCountsFromTheFirstTimeThatThePremiseHeld) {
  Liveness liveness{no_tasks};
  bool premise = true;
  bool conclusion = false;
  liveness.add_leads_to(
      "an answer follows", [&] { return premise; }, [&] { return conclusion; }, Duration(2));
  EXPECT_FALSE(liveness.ask(at_seconds(1)));
  premise = false;
  EXPECT_FALSE(liveness.ask(at_seconds(2)));
  premise = true;
  EXPECT_FALSE(liveness.ask(at_seconds(3)));
  const auto broken = liveness.ask(at_seconds(4));
  ASSERT_TRUE(broken);
  EXPECT_EQ(broken->rule, rules::leads_to);
  EXPECT_THAT(broken->words, HasSubstr("within 2 s from 1 s, when its premise held"));
}

TEST(Liveness, LeadsToBeginsAgainAfterTheConclusion) {
  Liveness liveness{no_tasks};
  bool premise = true;
  bool conclusion = true;
  liveness.add_leads_to(
      "an answer follows", [&] { return premise; }, [&] { return conclusion; }, Duration(2));
  EXPECT_FALSE(liveness.ask(at_seconds(1))) << "both hold";
  EXPECT_FALSE(liveness.at_end(at_seconds(1)));
  conclusion = false;
  EXPECT_FALSE(liveness.ask(at_seconds(5)));
  EXPECT_TRUE(liveness.at_end(at_seconds(6))) << "the premise has held since 5 s";
  premise = false;
  conclusion = true;
  EXPECT_FALSE(liveness.ask(at_seconds(7)));
  EXPECT_FALSE(liveness.at_end(at_seconds(100)));
}

TEST(Liveness, RefusesLimitsThatAreNoDuration) {
  Liveness liveness{no_tasks};
  for (const double seconds :
       {-1.0, std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity()}) {
    EXPECT_THROW(liveness.add_eventually(
                     "it comes", [] { return true; }, Duration(seconds), at_seconds(0)),
                 std::invalid_argument);
    EXPECT_THROW(liveness.add_leads_to(
                     "it comes", [] { return true; }, [] { return true; }, Duration(seconds)),
                 std::invalid_argument);
  }
  EXPECT_TRUE(liveness.empty());
  EXPECT_THAT(quiet_words([](World& world) -> Future<void> {
                world.eventually("it comes", [] { return true; }, Duration(-1));
                co_return;
              }),
              HasSubstr("the time limit of the property 'it comes' is -1 s"));
}

TEST(Liveness, RefusesMorePropertiesThanARunMayHave) {
  Liveness liveness{no_tasks};
  for (std::size_t added = 0; added < Liveness::most; ++added)
    liveness.add_eventually("it comes", [] { return true; }, Duration(1), at_seconds(0));
  EXPECT_THROW(
      liveness.add_eventually("it comes", [] { return true; }, Duration(1), at_seconds(0)), std::logic_error);
}

/// Requests that a worker answers; the bug: a request that comes while the worker is about to sleep is only
/// seen when the worker wakes up.
struct Mailbox {
  bool asked = false;
  bool answered = false;
  tornado::locks::Event wake;
};

Future<void> worker(World& world, Mailbox& box, bool misses) {
  for (int rounds = 0; rounds < 2 && !box.answered; ++rounds) {
    if (box.asked) {
      box.answered = true;
      co_return;
    }
    co_yield world.turn();
    if (misses) box.wake.clear();
    const Future<void> woken = box.wake.wait(Duration(60));
    bool late = false;
    try {
      co_yield woken;
    } catch (const tornado::TimeoutError&) {
      late = true;
    }
    if (late) world.log("nobody called");
  }
}

Future<void> ask_worker(World& world, Mailbox& box) {
  co_yield world.turn();
  box.asked = true;
  box.wake.set();
}

WorldProgram requests(bool misses) {
  return [misses](World& world) -> Future<void> {
    Mailbox& box = world.keep<Mailbox>();
    world.leads_to(
        "a request is answered", [&box] { return box.asked; }, [&box] { return box.answered; }, Duration(1));
    world.spawn("worker", worker, std::ref(box), misses);
    world.spawn("client", ask_worker, std::ref(box));
    co_yield world.join();
  };
}

Budget budget() {
  Budget budget;
  budget.schedules = 2000;
  budget.findings = ::testing::TempDir() + "windtunnel-liveness";
  return budget;
}

TEST(Liveness, LeadsToFindsTheAnswerThatComesTooLate) {
  const Held held = search_for_violation("requests", requests(true), budget());
  EXPECT_FALSE(held.holds);
  EXPECT_THAT(held.words,
              AllOf(HasSubstr("leads-to"), HasSubstr("a request is answered: within 1 s from 0 s")));
}

TEST(Liveness, LeadsToIsSilentAboutAWorkerThatLooks) {
  const Held held = search_for_violation("requests", requests(false), budget());
  EXPECT_TRUE(held.holds) << held.words;
}

WorldProgram pings(double period) {
  return [period](World& world) -> Future<void> {
    bool alive = false;
    world.eventually("a ping comes", [&alive] { return alive; }, Duration(5));
    co_yield world.sleep(Duration(period));
    alive = true;
    co_yield world.sleep(Duration(1));
  };
}

TEST(Liveness, EventuallyTellsTheTimes) {
  EXPECT_THAT(
      quiet_words(pings(8)),
      StartsWith("eventually: a ping comes: within 5 s from 0 s, when the property was stated; it had "
                 "not held by then, at 8 s"));
  EXPECT_EQ(quiet_words(pings(4)), "-");
}

}  // namespace
}  // namespace windtunnel
