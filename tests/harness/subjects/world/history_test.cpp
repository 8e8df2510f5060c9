// History checking: what a sequential model explains and what it does not; the words of a contradiction; and
// a race that only the history of its calls shows.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "harness/testing/testing.hpp"
#include "tests/harness/subjects/world/register_calls.hpp"
#include "tests/harness/subjects/world/running.hpp"

namespace windtunnel {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;
using tornado::Future;

void call(const Accesses& history, const char* task, const Access& access, int result) {
  history.begin(task, access).returned(result);
}

TEST(History, CallsOneAfterAnotherAreExplainedByTheirOwnOrder) {
  const Accesses history;
  EXPECT_TRUE(linearizable(history, Register())) << "an empty history";
  call(history, "alice", put(1), 1);
  call(history, "bob", get, 1);
  call(history, "alice", put(2), 2);
  call(history, "bob", get, 2);
  const HistoryVerdict verdict = linearizable(history, Register());
  EXPECT_TRUE(verdict);
  EXPECT_EQ(verdict.words(), "");
  EXPECT_TRUE(sequentially_consistent(history, Register()));
  EXPECT_TRUE(serializable(history, Register()));
}

TEST(History, AStaleReadIsToldWithTheCallsThatContradictIt) {
  const Accesses history;
  call(history, "alice", put(3), 3);
  call(history, "bob", get, 3);
  call(history, "alice", put(1), 1);
  call(history, "alice", put(2), 2);
  call(history, "bob", get, 1);
  call(history, "bob", get, 2);
  const HistoryVerdict verdict = linearizable(history, Register());
  EXPECT_FALSE(verdict);
  EXPECT_FALSE(verdict.is_undecided());
  EXPECT_EQ(
      verdict.words(),
      "get(a) = 1 by bob cannot be explained: put(a, 1) = 1 by alice, then put(a, 2) = 2 by alice returned "
      "before it began\n"
      "     5 to 6     alice  put(a, 1) = 1\n"
      "     7 to 8     alice  put(a, 2) = 2\n"
      "     9 to 10    bob    get(a) = 1\n"
      "The other 3 calls do not explain it.");
  EXPECT_TRUE(sequentially_consistent(history, Register()))
      << "bob's reads may both come late, with alice's second put between";
}

TEST(History, AValueThatNobodyWroteStandsAlone) {
  const Accesses history;
  call(history, "alice", put(1), 1);
  call(history, "bob", get, 7);
  EXPECT_EQ(linearizable(history, Register()).words(),
            "get(a) = 7 by bob cannot be explained: no order of the calls until then gives this result\n"
            "     3 to 4     bob  get(a) = 7\n"
            "The other call does not explain it.");
}

TEST(History, ATaskSeesItsOwnCallsInTheirOrder) {
  const Accesses history;
  const auto writing = history.begin("alice", put(1));
  call(history, "bob", get, 1);
  call(history, "bob", get, 0);
  writing.returned(1);
  EXPECT_THAT(linearizable(history, Register()).words(),
              StartsWith("get(a) = 0 by bob cannot be explained: "));
  EXPECT_EQ(sequentially_consistent(history, Register()).words(),
            "get(a) = 0 by bob cannot be explained: no order that keeps the order of each task's calls gives "
            "these results\n"
            "     2 to 3     bob  get(a) = 1\n"
            "     4 to 5     bob  get(a) = 0\n"
            "The other call does not explain it.");
  EXPECT_TRUE(serializable(history, Register())) << "the second read may come first";
}

TEST(History, NoOrderAtAllExplainsTwoTransactionsThatBothReadWhatTheOtherWrote) {
  struct Transfer {
    int read;
    int wrote;
    std::string words() const {
      return "reads " + std::to_string(read) + ", writes " + std::to_string(wrote);
    }
  };
  struct Balance {
    int value = 100;
    bool apply(const Transfer& transfer) { return std::exchange(value, transfer.wrote) == transfer.read; }
    bool operator==(const Balance&) const = default;
  };
  const History<Transfer, bool> lost;
  const auto alice = lost.begin("alice", {100, 30});
  const auto bob = lost.begin("bob", {100, 50});
  alice.returned(true);
  bob.returned(true);
  EXPECT_THAT(
      serializable(lost, Balance()).words(),
      StartsWith("reads 100, writes 50 = true by bob cannot be explained: no order of the calls gives "
                 "these results\n"));
  const History<Transfer, bool> kept;
  kept.begin("alice", {100, 30}).returned(true);
  kept.begin("bob", {30, -20}).returned(true);
  EXPECT_TRUE(serializable(kept, Balance()));
}

TEST(History, ACallThatNeverReturnedMayHaveTakenEffectOrNot) {
  for (const int seen : {0, 1}) {
    const Accesses history;
    static_cast<void>(history.begin("alice", put(1)));
    call(history, "bob", get, seen);
    EXPECT_TRUE(linearizable(history, Register())) << seen;
  }
  const Accesses back;
  static_cast<void>(back.begin("alice", put(1)));
  call(back, "bob", get, 1);
  call(back, "bob", get, 0);
  EXPECT_FALSE(linearizable(back, Register())) << "it takes effect once";
  const Accesses early;
  call(early, "bob", get, 1);
  static_cast<void>(early.begin("alice", put(1)));
  EXPECT_EQ(linearizable(early, Register()).words(),
            "get(a) = 1 by bob cannot be explained: no order of the calls until then gives this result\n"
            "     1 to 2     bob  get(a) = 1\n"
            "The other call does not explain it.");
}

TEST(History, ACallWithoutEffectCountsAsNotMade) {
  const Accesses history;
  history.begin("alice", put(1)).had_no_effect();
  call(history, "bob", get, 0);
  EXPECT_TRUE(linearizable(history, Register()));
  call(history, "bob", get, 1);
  EXPECT_FALSE(linearizable(history, Register()));
}

TEST(History, ACallThatEndsTwiceIsRefused) {
  const Accesses history;
  const auto writing = history.begin("alice", put(1));
  writing.returned(1);
  try {
    writing.had_no_effect();
    FAIL();
  } catch (const std::logic_error& error) {
    EXPECT_STREQ(error.what(), "a call of a history ends twice: put(a, 1) = 1 by alice");
  }
}

TEST(History, KeysAreJudgedAlone) {
  const Accesses history;
  for (int value = 1; value <= 40; ++value) {
    for (const char* key : {"a", "b"}) {
      const auto writing = history.begin("alice", {key, value});
      if (value > 1) call(history, "bob", {key, std::nullopt}, value - 1);
      writing.returned(value);
    }
  }
  const auto key_of = [](const Access& access) { return access.key; };
  EXPECT_TRUE(linearizable_by_key(history, Register(), key_of));
  EXPECT_FALSE(linearizable(history, Register())) << "a model of one register";
  call(history, "bob", {"b", std::nullopt}, 39);
  EXPECT_THAT(linearizable_by_key(history, Register(), key_of).words(),
              StartsWith("get(b) = 39 by bob cannot be explained: "));
}

TEST(History, ALimitThatIsReachedIsAFailureWithWords) {
  const Accesses history;
  std::vector<Accesses::Open> writing;
  for (int value = 1; value <= 20; ++value) writing.push_back(history.begin("task", put(value)));
  for (int value = 1; value <= 20; ++value) writing[static_cast<std::size_t>(value - 1)].returned(value);
  call(history, "bob", get, 21);
  const HistoryVerdict states = linearizable(history, Register(), {.calls = 100, .states = 1000});
  EXPECT_FALSE(states);
  EXPECT_TRUE(states.is_undecided());
  EXPECT_EQ(states.words(),
            "the history was not judged: no order was found in the first 1,000 states, and others are left; "
            "judge it by key (linearizable_by_key), or raise HistoryLimits::states");
  const HistoryVerdict calls = linearizable(history, Register(), {.calls = 20});
  EXPECT_TRUE(calls.is_undecided());
  EXPECT_EQ(calls.words(),
            "the history was not judged: it has 21 calls, and the limit is 20; judge it by key "
            "(linearizable_by_key), or raise HistoryLimits::calls");
}

TEST(History, OperationsOfSeveralTypesAndResultsWithoutValueHaveWords) {
  struct Push {
    int value;
    std::string words() const { return "push " + std::to_string(value); }
  };
  struct Pop {
    std::string words() const { return "pop"; }
  };
  using Op = std::variant<Push, Pop>;
  struct Stack {
    std::vector<int> values;
    std::optional<int> apply(const Op& op) {
      if (const Push* push = std::get_if<Push>(&op)) {
        values.push_back(push->value);
        return std::nullopt;
      }
      if (values.empty()) return std::nullopt;
      const int top = values.back();
      values.pop_back();
      return top;
    }
    // Not defaulted: in a local class, g++ 12 does not instantiate what that calls.
    bool operator==(const Stack& other) const { return values == other.values; }
  };
  const History<Op, std::optional<int>> history;
  history.begin("alice", Push{1}).returned(std::nullopt);
  history.begin("alice", Push{2}).returned(std::nullopt);
  history.begin("bob", Pop()).returned(1);
  EXPECT_EQ(linearizable(history, Stack()).words(),
            "pop = 1 by bob cannot be explained: push 1 = nothing by alice, then push 2 = nothing by alice "
            "returned before it began\n"
            "     1 to 2     alice  push 1 = nothing\n"
            "     3 to 4     alice  push 2 = nothing\n"
            "     5 to 6     bob    pop = 1");
  const RecordedCall<Push, std::monostate> call{"alice", {3}, std::monostate(), 1, 2, false};
  EXPECT_EQ(call.words(), "push 3");
}

// A store that acknowledges a put before it is done, if `early`.
Future<void> write_twice(World& world, const Accesses& history, Shared<int> stored, bool early) {
  for (const int value : {1, 2}) {
    const auto open = history.begin(world.task_name(), put(value));
    if (early) open.returned(value);
    co_yield stored.write(value);
    if (!early) open.returned(value);
  }
}

Future<void> read(World& world, const Accesses& history, Shared<int> stored) {
  const auto open = history.begin(world.task_name(), get);
  const int value = co_yield stored.read();
  open.returned(value);
}

WorldProgram store(bool early) {
  return [early](World& world) {
    return [](World& in, bool acknowledges_early) -> Future<void> {
      const Shared<int> stored(in, "stored");
      const Accesses history;
      in.spawn("alice", write_twice, history, stored, acknowledges_early);
      in.spawn("bob", read, history, stored);
      in.spawn("carol", read, history, stored);
      co_yield in.join();
      in.check(linearizable(history, Register()));
    }(world, early);
  };
}

TEST(History, TheSearchFindsAStoreThatAcknowledgesTooEarly) {
  Budget budget;
  budget.findings = ::testing::TempDir() + "history_findings";
  const Held held = search_for_violation("early", store(true), budget);
  EXPECT_FALSE(held.holds);
  EXPECT_THAT(held.words, HasSubstr("get(a) = 0 by"));
  EXPECT_THAT(held.words, HasSubstr("cannot be explained"));
  const Held right = search_for_violation("right", store(false), budget);
  EXPECT_TRUE(right.holds) << right.words;
}

TEST(History, AVerdictIsACheckOfTheWorld) {
  EXPECT_THAT(quiet_words([](World& world) -> Future<void> {
                const Accesses history;
                history.begin(world.task_name(), get).returned(5);
                world.check(linearizable(history, Register()));
                co_yield world.join();
              }),
              StartsWith("check: get(a) = 5 by main cannot be explained: "));
}

}  // namespace
}  // namespace windtunnel
