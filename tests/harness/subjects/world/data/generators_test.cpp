// Test data from the choices of a run: what each generator makes, what is simplest, what shrinks.
#include "harness/subjects/world/data/generators.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <limits>
#include <set>
#include <stdexcept>
#include <string>
#include <unistd.h>
#include <vector>

#include "harness/core/bytes_source.hpp"
#include "harness/core/log_source.hpp"
#include "harness/core/odometer_source.hpp"
#include "harness/core/seeded_source.hpp"
#include "harness/core/trace.hpp"
#include "harness/testing/testing.hpp"
#include "tests/harness/subjects/world/running.hpp"

namespace windtunnel {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using tornado::Future;

Budget in_folder() {
  Budget budget;
  budget.findings = ::testing::TempDir() + "windtunnel-data-" + std::to_string(getpid());
  return budget;
}

/// All values of a generator, in the order in which an enumeration comes to them.
template <class T>
std::vector<T> all_of(const data::Generator<T>& generator) {
  std::vector<T> values;
  core::OdometerSource odometer;
  do {
    data::Source source(odometer, "all");
    values.push_back(generator(source));
  } while (odometer.next());
  EXPECT_TRUE(odometer.deterministic());
  return values;
}

template <class T>
T simplest(const data::Generator<T>& generator) {
  const core::ChoiceLog quiet;
  core::LogSource zeros(quiet);
  data::Source source(zeros, "simplest");
  return generator(source);
}

TEST(DataGenerators, IntegersAreInTheirRangeAndTheSimplestIsClosestToZero) {
  EXPECT_THAT(all_of(data::integers(3, 5)), ElementsAre(3, 4, 5));
  EXPECT_THAT(all_of(data::integers(-5, -3)), ElementsAre(-3, -4, -5));
  EXPECT_THAT(all_of(data::integers(-1, 3)), ElementsAre(0, 1, -1, 2, 3));
  EXPECT_THAT(all_of(data::integers(-3, 1)), ElementsAre(0, 1, -1, -2, -3));
  EXPECT_THAT(all_of(data::integers(7U, 7U)), ElementsAre(7U));
  EXPECT_EQ(all_of(data::integers<std::int8_t>(-128, 127)).size(), 256U);
}

TEST(DataGenerators, IntegersOfEveryRangeReachBothEnds) {
  using Limits = std::numeric_limits<std::int64_t>;
  const auto widest = data::integers(Limits::min(), Limits::max());
  EXPECT_EQ(simplest(widest), 0);
  const std::vector<std::uint8_t> ones(8, 0xff);
  core::BytesSource last(ones);
  data::Source source(last, "last");
  EXPECT_EQ(widest(source), Limits::min()) << "the largest index: 2^64 - 1";
  std::set<bool> signs;
  std::int64_t largest = 0;
  core::SeededSource random(1);
  for (int left = 100; left > 0; --left) {
    data::Source each(random, "random");
    const std::int64_t value = data::integers<std::int64_t>(-1'000'000'000'000, 70'000)(each);
    ASSERT_TRUE(-1'000'000'000'000 <= value && value <= 70'000) << value;
    signs.insert(value < 0);
    largest = std::max(largest, value < 0 ? -value : value);
  }
  EXPECT_TRUE(signs.contains(true));
  EXPECT_GT(largest, 500'000'000'000);
}

TEST(DataGenerators, OneOfAndWeightedMakeWhatTheyAreGiven) {
  EXPECT_THAT(all_of(data::booleans()), ElementsAre(false, true));
  EXPECT_THAT(all_of(data::one_of({"a", "b"})), ElementsAre(std::string("a"), std::string("b")));
  EXPECT_THAT(all_of(data::one_of({data::integers(0, 1), data::constant(7)})), ElementsAre(0, 1, 7));
  EXPECT_THAT(all_of(data::weighted<int>({{3, data::constant(0)}, {1, data::constant(1)}})),
              ElementsAre(0, 0, 0, 1));
  EXPECT_THAT(all_of(data::weighted<int>({{0, data::constant(0)}, {1, data::constant(1)}})), ElementsAre(1));
}

TEST(DataGenerators, VectorsAndStringsHaveEveryLengthAndTheSimplestIsTheShortest) {
  const auto bits = data::vectors(data::integers(0, 1), 1, 3);
  const std::vector<std::vector<int>> all = all_of(bits);
  EXPECT_EQ(all.size(), 2U + 4U + 8U) << "each of them once";
  EXPECT_EQ(std::set(all.begin(), all.end()).size(), all.size());
  EXPECT_THAT(simplest(bits), ElementsAre(0));
  EXPECT_THAT(all_of(data::strings("ab", 0, 2)), ElementsAre("", "a", "aa", "ab", "b", "ba", "bb"));
  core::SeededSource random(1);
  std::size_t longest = 0;
  for (int left = 1000; left > 0; --left) {
    data::Source source(random, "random");
    longest = std::max(longest, data::vectors(data::booleans(), 0, 100)(source).size());
  }
  EXPECT_GT(longest, 30U);
}

TEST(DataGenerators, OptionalPermutationAndTuplesComposeTheirParts) {
  EXPECT_THAT(all_of(data::optional(data::constant(5))), ElementsAre(std::nullopt, std::optional<int>(5)));
  const auto orders = all_of(data::permutation<int>({1, 2, 3}));
  EXPECT_EQ(orders.size(), 6U);
  EXPECT_EQ(std::set(orders.begin(), orders.end()).size(), 6U);
  EXPECT_THAT(orders.front(), ElementsAre(1, 2, 3));
  EXPECT_THAT(all_of(data::tuples(data::booleans(), data::constant('x'))),
              ElementsAre(std::tuple(false, 'x'), std::tuple(true, 'x')));
}

TEST(DataGenerators, AreValuesThatNestAsInTheDocs) {
  const auto order = data::tuples(data::one_of({"buy", "sell"}), data::integers(1, 100));
  EXPECT_EQ(value_in_words(simplest(data::vectors(order, 1, 5))), "[(\"buy\", 1)]");
}

TEST(DataGenerators, MapChangesAndFilterSelects) {
  EXPECT_THAT(all_of(data::integers(0, 2).map([](int number) { return std::to_string(number); })),
              ElementsAre("0", "1", "2"));
  const auto odd = data::integers(0, 9).filter([](int number) { return number % 2 == 1; });
  EXPECT_EQ(simplest(odd), 1) << "a quiet run has a value too";
  const auto rare = data::integers(0, 1'000'000).filter([](int number) { return number > 900'000; });
  EXPECT_GT(simplest(rare), 900'000);
  core::SeededSource random(1);
  for (int left = 100; left > 0; --left) {
    data::Source source(random, "random");
    EXPECT_EQ(odd(source) % 2, 1);
  }
}

template <class Make>
std::string refusal(Make make) {
  try {
    make();
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
  return "-";
}

TEST(DataGenerators, WhatCannotBeGeneratedIsRefusedInWords) {
  EXPECT_EQ(refusal([] { data::integers(5, 3); }), "data::integers: from 5 to 3 there is no number");
  EXPECT_EQ(refusal([] { data::one_of(std::vector<int>()); }),
            "data::one_of: one of 0 values; 1 to 10000 are allowed");
  EXPECT_EQ(refusal([] { data::weighted<int>({{0, data::constant(1)}}); }),
            "data::weighted: the weights' sum is 0; 1 to 10000 are allowed");
  EXPECT_THAT(refusal([] { data::vectors(data::booleans(), 0, 10'001); }),
              HasSubstr("data::vectors: 0 to 10001 elements; at most 10000"));
  EXPECT_THAT(refusal([] { data::vectors(data::booleans(), 2, 1); }), HasSubstr("data::vectors: 2 to 1"));
  EXPECT_THAT(refusal([] { data::strings("", 0, 1); }), HasSubstr("data::strings: the alphabet"));
  EXPECT_THAT(refusal([] { data::permutation(std::vector<int>(10'001)); }), HasSubstr("data::permutation"));
  EXPECT_EQ(refusal([] { simplest(data::integers(0, 9).filter([](int) { return false; })); }),
            "the filter of simplest accepts none of 10 values: draw values that fit, by map() or from a "
            "smaller range");
}

TEST(DataGenerators, WhatADrawRefusesFailsTheRunInWords) {
  EXPECT_THAT(quiet_words([](World& world) -> Future<void> {
                const auto none = data::booleans().filter([](bool) { return false; });
                world.draw(none, "coin");
                co_return;
              }),
              HasSubstr("the filter of coin accepts none of 2 values"));
}

// Reserves seats: those who come at the same time are each told that enough are left.
Future<void> reserve(World& world, Shared<int> left, bool in_one_step) {
  const std::vector<int> groups = world.draw(data::vectors(data::integers(1, 9), 0, 6), "groups");
  for (const int group : groups) {
    const int before = co_await left.read();
    if (before < group) continue;
    if (in_one_step) {
      co_await left.compare_exchange(before, before - group);
    } else {
      co_await left.add(-group);
    }
  }
}

Future<void> theater(World& world, bool in_one_step) {
  const Shared<int> left(world, "left", 12);
  world.spawn("alice", reserve, left, in_one_step);
  world.spawn("bob", reserve, left, in_one_step);
  co_await world.join();
  world.check(left.peek() >= 0, "no seat is sold twice");
}

Future<void> oversold(World& world) {
  return theater(world, false);
}
Future<void> never_oversold(World& world) {
  return theater(world, true);
}

TEST(WorldDraw, DataAndScheduleAreSearchedAndShrinkTogether) {
  const Held held = search_for_violation("oversold", oversold, in_folder());
  ASSERT_FALSE(held.holds);
  EXPECT_THAT(held.words, HasSubstr("no seat is sold twice"));
  // Two that fit alone and not together: 13 seats of 12.
  const std::string list = "draws groups = \\[[0-9](, [0-9])?\\]";
  EXPECT_THAT(held.words, ::testing::ContainsRegex(list + "(.|\n)*" + list)) << "one of each task";
}

TEST(WorldDraw, ACorrectProgramHoldsForAllData) {
  EXPECT_HOLDS(never_oversold, in_folder());
}

TEST(WorldDraw, AFailureOfTheDataAloneShrinksToTheSimplestValue) {
  const auto words_of = [](const WorldProgram& program) {
    return search_for_violation("numbers", program, in_folder()).words;
  };
  EXPECT_THAT(words_of([](World& world) -> Future<void> {
                const auto numbers = world.draw(data::vectors(data::integers(0, 100), 0, 10), "numbers");
                world.check(std::none_of(numbers.begin(), numbers.end(), [](int each) { return each > 41; }),
                            "all are small");
                co_return;
              }),
              HasSubstr("draws numbers = [42]"));
  EXPECT_THAT(words_of([](World& world) -> Future<void> {
                const auto text = world.draw(data::strings("abc\n", 0, 20), "text");
                world.check(text.find("\n") == std::string::npos, "one line");
                co_return;
              }),
              HasSubstr("draws text = \"\\x0a\""));
}

TEST(WorldDraw, AnEnumerationDrawsEachValueOnce) {
  Budget budget = in_folder();
  budget.strategy = "exhaustive";
  const Held held = search_for_violation(
      "lists",
      [](World& world) -> Future<void> {
        world.draw(data::vectors(data::integers(0, 2), 0, 2), "list");
        co_return;
      },
      budget);
  EXPECT_EQ(held.certificate, "complete: every schedule (13)") << "1 + 3 + 9";
}

TEST(WorldDraw, IsNotToldInRunsThatNobodyReads) {
  const WorldSubject subject([](World& world) -> Future<void> {
    world.draw(data::booleans(), "coin");
    co_return;
  });
  const core::ChoiceLog quiet;
  core::LogSource zeros(quiet);
  core::Trace trace;
  core::run(subject.subject(), zeros, {}, trace);
  EXPECT_THAT(trace.text, Not(HasSubstr("draws")));
  core::RunOptions shown;
  shown.name_things = true;
  core::run(subject.subject(), zeros, shown, trace);
  EXPECT_THAT(trace.text, HasSubstr("draws coin = false"));
}

}  // namespace
}  // namespace windtunnel
