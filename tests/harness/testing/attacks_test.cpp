// Programs that try to deceive a search: they end their process well, change from run to run, or give things
// names that a finding's text uses itself.
#include <bit>
#include <cstdint>
#include <cstdlib>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <memory>
#include <optional>
#include <string>
#include <unistd.h>
#include <vector>

#include "harness/testing/testing.hpp"

namespace windtunnel {
namespace {

using ::testing::AnyOf;
using ::testing::HasSubstr;
using ::testing::Not;
using tornado::Duration;
using tornado::Future;

Budget in_folder() {
  Budget budget;
  budget.schedules = 300;
  budget.findings = ::testing::TempDir() + "windtunnel-attacks-" + std::to_string(getpid());
  return budget;
}

Held held(const WorldProgram& program) {
  return search_for_violation("attack", program, in_folder());
}

TEST(HoldsAttacks, AProgramThatEndsItsProcessWellHasNotHeld) {
  const Held exits = held([](World& world) -> Future<void> {
    co_await world.turn();
    std::exit(0);  // NOLINT(concurrency-mt-unsafe)
  });
  EXPECT_FALSE(exits.holds);
  EXPECT_THAT(exits.words, HasSubstr("no-crash"));
  const Held leaves = held([](World& world) -> Future<void> {
    co_await world.turn();
    _exit(0);
  });
  EXPECT_FALSE(leaves.holds);
  EXPECT_THAT(leaves.words, HasSubstr("no-crash"));
}

TEST(HoldsAttacks, AProgramThatClosesEveryDescriptorIsNotGreen) {
  bool green = false;
  try {
    green = held([](World& world) -> Future<void> {
              for (int fd = 3; fd < 256; ++fd) close(fd);
              co_await world.turn();
              world.check(false, "after all");
            }).holds;
  } catch (const std::exception& error) {
    EXPECT_THAT(error.what(), HasSubstr("a worker's report cannot be written"));
  }
  EXPECT_FALSE(green);
}

TEST(HoldsAttacks, AFailureThatDependsOnEarlierRunsIsSaidNotToBeReproducible) {
  const Held counts = held([](World& world) -> Future<void> {
    static int runs = 0;
    co_await world.turn();
    world.check(++runs != 20, "the twentieth run");
  });
  EXPECT_FALSE(counts.holds);
  EXPECT_THAT(counts.words, AnyOf(HasSubstr("not reproducible"), HasSubstr("deterministic")));
}

TEST(HoldsAttacks, AFutureThatIsKeptFromRunToRunIsNoticed) {
  const Held keeps = held([](World& world) -> Future<void> {
    static std::optional<Future<void>> kept;
    if (!kept) kept.emplace();
    const Future<void> mine = *kept;
    if (!mine.done()) {
      world.loop().call_later(Duration(1), [mine] { mine.set_result(); });
      co_await mine;
      world.log("it was the first run");
    }
  });
  EXPECT_FALSE(keeps.holds);
}

TEST(HoldsAttacks, AnOrderByAddressIsNoticed) {
  const Held ordered = held([](World& world) -> Future<void> {
    static std::vector<std::unique_ptr<std::string>> leaked;
    leaked.push_back(std::make_unique<std::string>(100, 'x'));
    const auto address = reinterpret_cast<std::uintptr_t>(leaked.back()->data());
    const bool odd = std::popcount(address) % 2 == 1;
    leaked.push_back(std::make_unique<std::string>(leaked.size() % 3 * 16 + 20, 'x'));
    if (odd) co_await world.turn();
    world.log(odd ? "odd" : "even");
  });
  EXPECT_FALSE(ordered.holds);
  EXPECT_THAT(ordered.words, HasSubstr("deterministic"));
}

// What breaks, replayed from the file of its finding.
void expect_replays(const Held& first, const WorldProgram& program, const std::string& words) {
  ASSERT_FALSE(first.holds);
  EXPECT_THAT(first.words, HasSubstr(words));
  const std::size_t at = first.words.find("WINDTUNNEL_REPLAY=");
  ASSERT_NE(at, std::string::npos);
  const std::string path = first.words.substr(at + 18, first.words.find(' ', at) - at - 18);
  ASSERT_EQ(setenv("WINDTUNNEL_REPLAY", path.c_str(), 1), 0);
  const Held again = held(program);
  ASSERT_EQ(unsetenv("WINDTUNNEL_REPLAY"), 0);
  EXPECT_FALSE(again.holds) << again.words;
  EXPECT_EQ(again.schedules, 1U);
  EXPECT_THAT(again.words, HasSubstr(words));
  EXPECT_THAT(again.words, Not(HasSubstr("another run")));
}

WorldProgram named(const std::string& name) {
  return [name](World& world) -> Future<void> {
    const Shared<int> x(world, name);
    for (const int value : {1, 2}) {
      world.spawn(
          name,
          [](World& in, Shared<int> mine, int written, std::string site) -> Future<void> {
            const std::uint32_t drawn = in.choose(3, site);
            co_await mine.write(written + 2 * static_cast<int>(drawn));
          },
          x, value, name);
    }
    co_await world.join();
    world.check(x.peek() != 5, "five\n" + name);
  };
}

TEST(HoldsAttacks, NamesMayHoldWhatAFindingsTextUsesItself) {
  const std::string long_name(700, 'n');
  for (const char* name : {"", " ", "a b", "x/y#2", "a;b", "answer value x#1 with 2", "%20", "law: check",
                           "schedule: 1/2", "\n", "line\nlaw: deadlock\nmodel: exact\n", long_name.c_str(),
                           "\xff\xfe", "\"", "until", "hold a/x#1 until b/x#1", "ä"}) {
    SCOPED_TRACE(name);
    const WorldProgram program = named(name);
    expect_replays(held(program), program, "breaks check: five");
  }
}

TEST(HoldsAttacks, WithoutScheduleNothingHolds) {
  Budget none = in_folder();
  none.schedules = 0;
  const Held unsearched = search_for_violation("attack", [](World&) -> Future<void> { co_return; }, none);
  EXPECT_FALSE(unsearched.holds);
  EXPECT_THAT(unsearched.words, HasSubstr("no schedule was run"));
}

}  // namespace
}  // namespace windtunnel
