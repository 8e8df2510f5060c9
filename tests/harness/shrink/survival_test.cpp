// Findings outlive edits: shrunk on a program as it is, they still fail when tasks, waits and lines of the
// log that have nothing to do with them are put in. And they are short.
#include <algorithm>
#include <cstdio>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <string>
#include <vector>

#include "harness/engine/explorer.hpp"
#include "harness/findings/replay.hpp"
#include "harness/shrink/shrinker.hpp"
#include "harness/subjects/world/registered_subject.hpp"
#include "harness/testing/testing.hpp"

namespace windtunnel::shrink {
namespace {

using tornado::Future;

// What is put into the programs; a global, as they must be the same coroutines.
struct Edits {
  int turns = 0;   // waits before each step that matters
  int before = 0;  // tasks begun before the program's own
  int after = 0;   // and behind them
  bool log = false;
};
Edits edits;

Future<void> bystander(World& world, Shared<int> own) {
  for (int round = 0; round < 3; ++round) {
    const int value = co_yield own.read();
    co_yield own.write(value + 1);
  }
  if (edits.log) world.log("a bystander was here");
}

void begin_bystanders(World& world, int count) {
  for (int left = count; left > 0; --left) world.spawn("bystander", bystander, Shared<int>(world, "own"));
}

Future<void> idle(World& world) {
  for (int turn = 0; turn < edits.turns; ++turn) co_yield world.turn();
  if (edits.log) world.log("nothing happens");
}

Future<void> add_one(World& world, Shared<int> x) {
  co_yield idle(world);
  const int value = co_yield x.read();
  co_yield idle(world);
  co_yield x.write(value + 1);
}

template <int tasks>
Future<void> lost_update(World& world) {
  const Shared<int> x(world, "x");
  begin_bystanders(world, edits.before);
  for (int left = tasks; left > 0; --left) world.spawn("add", add_one, x);
  begin_bystanders(world, edits.after);
  co_yield world.join();
  world.check(x.peek() == tasks, "every addition counts");
}

Future<void> set_both(World& world, Shared<int> a, Shared<int> b) {
  co_yield idle(world);
  co_yield a.write(1);
  co_yield idle(world);
  co_yield b.write(-1);
}

Future<void> check_both(World& world, Shared<int> a, Shared<int> b) {
  co_yield idle(world);
  const int a_now = co_yield a.read();
  const int b_now = co_yield b.read();
  world.check((a_now == 0 && b_now == 0) || (a_now == 1 && b_now == -1), "both or none");
}

template <int tasks>
Future<void> reorder(World& world) {
  const Shared<int> a(world, "a");
  const Shared<int> b(world, "b");
  begin_bystanders(world, edits.before);
  for (int left = tasks - 1; left > 0; --left) world.spawn("set", set_both, a, b);
  world.spawn("check", check_both, a, b);
  begin_bystanders(world, edits.after);
  co_yield world.join();
}

Future<void> use(World& world, Shared<int> open, Shared<int> uses) {
  co_yield idle(world);
  const int is_open = co_yield open.read();
  if (is_open == 0) co_return;
  co_yield idle(world);
  co_yield uses.add(1);
  world.check(open.peek() == 1, "it is open while it is used");
}

Future<void> shut(World& world, Shared<int> open) {
  co_yield idle(world);
  co_yield open.write(0);
}

Future<void> check_then_act(World& world) {
  const Shared<int> open(world, "open", 1);
  const Shared<int> uses(world, "uses");
  begin_bystanders(world, edits.before);
  world.spawn("use", use, open, uses);
  world.spawn("shut", shut, open);
  begin_bystanders(world, edits.after);
  co_yield world.join();
}

Future<void> publish(World& world, Shared<int> flag, Shared<int> data) {
  co_yield idle(world);
  co_yield flag.write(1);
  co_yield idle(world);
  co_yield data.write(42);
}

Future<void> take(World& world, Shared<int> flag, Shared<int> data) {
  for (int tries = 0; tries < 3; ++tries) {
    co_yield idle(world);
    const int is_there = co_yield flag.read();
    if (is_there == 0) continue;
    const int value = co_yield data.read();
    world.check(value == 42, "what is published is there");
    co_return;
  }
}

Future<void> early_flag(World& world) {
  const Shared<int> flag(world, "flag");
  const Shared<int> data(world, "data");
  begin_bystanders(world, edits.before);
  world.spawn("take", take, flag, data);
  world.spawn("publish", publish, flag, data);
  begin_bystanders(world, edits.after);
  co_yield world.join();
}

Future<void> lock_two(World& world, Mutex first, Mutex second) {
  co_yield idle(world);
  const Mutex::Guard one = co_yield first.lock();
  co_yield idle(world);
  const Mutex::Guard two = co_yield second.lock();
}

Future<void> deadlock(World& world) {
  const Mutex a(world, "a");
  const Mutex b(world, "b");
  begin_bystanders(world, edits.before);
  world.spawn("left", lock_two, a, b);
  world.spawn("right", lock_two, b, a);
  begin_bystanders(world, edits.after);
  co_yield world.join();
}

Future<void> link(World& world, Shared<int> last, int number, int expected) {
  co_yield idle(world);
  const int before = co_yield last.read();
  if (before == expected) co_yield last.write(number);
}

template <int length>
Future<void> backwards(World& world) {
  const Shared<int> last(world, "last", length);
  begin_bystanders(world, edits.before);
  for (int number = 0; number < length; ++number) world.spawn("link", link, last, number, number + 1);
  begin_bystanders(world, edits.after);
  co_yield world.join();
  world.check(last.peek() != 0, "the chain is not whole");
}

struct Planted {
  const char* name;
  WorldProgram program;
};

std::vector<Planted> programs() {
  return {{"survival/lost_update_2", lost_update<2>}, {"survival/lost_update_5", lost_update<5>},
          {"survival/reorder_3", reorder<3>},         {"survival/reorder_10", reorder<10>},
          {"survival/reorder_20", reorder<20>},       {"survival/check_then_act", check_then_act},
          {"survival/early_flag", early_flag},        {"survival/deadlock", deadlock},
          {"survival/backwards_3", backwards<3>},     {"survival/backwards_4", backwards<4>}};
}

constexpr Edits variants[] = {{1, 0, 0, false}, {3, 0, 0, false}, {0, 2, 0, false}, {0, 0, 3, false},
                              {0, 0, 0, true},  {2, 1, 0, true},  {1, 0, 2, true},  {1, 2, 2, true}};

properties::NoJudge nothing;

// The finding of that subject, shrunk, as a search leaves it.
std::optional<findings::Finding> finding_of(const RegisteredSubject& subject, std::uint64_t seed) {
  edits = {};
  engine::SearchOptions options;
  options.runs = 20'000;
  options.seed = seed;
  const engine::SearchResult searched =
      search(core::case_of(*subjects::find_cpp_subject(subject.name())), nothing, options);
  if (!searched.failure) return std::nullopt;
  core::Failure found = *searched.failure;
  shrink(found, nothing);
  return findings::to_finding(found, nothing);
}

TEST(Survival, ShrunkFindingsAreShortAndStillFailInAnEditedProgram) {
  std::vector<std::size_t> sizes;
  int tried = 0;
  int survived = 0;
  for (const Planted& each : programs()) {
    const RegisteredSubject subject(each.name, "", each.program);
    for (std::uint64_t seed = 1; seed <= 5; ++seed) {
      const std::optional<findings::Finding> finding = finding_of(subject, seed);
      ASSERT_TRUE(finding) << each.name;
      EXPECT_TRUE(findings::replay(failure_of(findings::parse_finding(to_text(*finding), "f"), "f"), nothing)
                      .reproduced())
          << to_text(*finding);
      const auto choices = finding->schedule.choices.choices();
      const auto moved = std::count_if(choices.begin(), choices.end(),
                                       [](const core::Choice& choice) { return choice.index != 0; });
      sizes.push_back(finding->schedule.constraints.size() + finding->schedule.answers.size() +
                      static_cast<std::size_t>(moved));
      EXPECT_LE(sizes.back(), 6U) << each.name << ": " << to_text(finding->schedule);
      int here = 0;
      for (const Edits& variant : variants) {
        edits = variant;
        here +=
            findings::replay(failure_of(*finding, "f"), nothing, core::LogMode::nearest).violation ? 1 : 0;
      }
      edits = {};
      tried += static_cast<int>(std::size(variants));
      survived += here;
      std::printf("%-26s %d of %zu  %s\n", each.name, here, std::size(variants),
                  to_text(finding->schedule).c_str());
    }
  }
  std::sort(sizes.begin(), sizes.end());
  std::printf("median %zu, most %zu; %d of %d survive\n", sizes[sizes.size() / 2], sizes.back(), survived,
              tried);
  EXPECT_LE(sizes[sizes.size() / 2], 3U);
  EXPECT_GE(survived * 100, tried * 90);
}

TEST(Survival, TheExplanationNamesTheOrderAndTheCode) {
  const RegisteredSubject subject("survival/explained", "", early_flag);
  const std::optional<findings::Finding> finding = finding_of(subject, 1);
  ASSERT_TRUE(finding);
  EXPECT_THAT(finding->trace, testing::StartsWith("the law breaks if "));
  EXPECT_THAT(finding->trace, testing::HasSubstr("survival_test.cpp:"));
  EXPECT_THAT(finding->trace, testing::HasSubstr("in the other order it holds\n"));
}

}  // namespace
}  // namespace windtunnel::shrink
