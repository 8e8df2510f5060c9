#include "harness/generator/generator.hpp"

#include <array>
#include <bit>
#include <gtest/gtest.h>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "harness/core/bytes_source.hpp"
#include "harness/core/log_source.hpp"
#include "harness/core/odometer_source.hpp"
#include "harness/core/recording_source.hpp"
#include "harness/core/seeded_source.hpp"
#include "harness/scenario/parser.hpp"
#include "harness/scenario/printer.hpp"
#include "tests/harness/generator/tree_digest.hpp"

namespace windtunnel::generator {

using namespace scenario;

namespace {

constexpr GeneratorOptions everything{.areas = all_areas};

constexpr std::string_view minimal =
    "from tornado import gen\n"
    "\n"
    "@gen.coroutine\n"
    "def main():\n"
    "    pass\n";

// The corpus of seeds, and every finding that names a seed, hangs on this number: g++ and clang, every level
// of optimisation and every sanitizer must give it.
TEST(Generator, NeverChangesUnnoticed) {
  Scenario program;
  std::uint64_t digest = 0xcbf29ce484222325U;
  for (std::uint64_t at = 0; at < 1000; ++at) {
    core::SeededSource source(core::derive(42, at));
    generate(source, everything, program);
    digest = digest_of(digest, program, 0);
  }
  EXPECT_EQ(digest, 10443668356957711394U);
}

TEST(Generator, ZerosGiveTheSimplestProgram) {
  const core::ChoiceLog none;
  for (bool swarm : {false, true}) {
    core::LogSource zeros(none);
    Scenario program;
    const Generated made = generate(zeros, {.areas = all_areas, .swarm = swarm}, program);
    EXPECT_EQ(print(program), minimal);
    EXPECT_LE(made.statements, 1U);
  }
}

TEST(Generator, TheScenarioBeforeDoesNotMatter) {
  Scenario reused;
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    Scenario fresh;
    core::SeededSource one(seed);
    core::SeededSource two(seed);
    generate(one, everything, reused);
    generate(two, everything, fresh);
    ASSERT_TRUE(same_program(reused, fresh)) << seed;
  }
}

TEST(Generator, TheRecordedChoicesGiveTheProgramAgain) {
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    core::SeededSource seeded(seed);
    core::ChoiceLog log;
    core::RecordingSource recording(seeded, log);
    Scenario program;
    generate(recording, everything, program);
    for (const core::Choice& choice : log.choices()) ASSERT_EQ(choice.kind, tornado::ChoiceKind::value);
    core::LogSource replay(log, core::LogMode::strict);
    Scenario again;
    generate(replay, everything, again);
    EXPECT_TRUE(same_program(program, again)) << seed;
    EXPECT_FALSE(replay.divergence());
    EXPECT_EQ(replay.asked(), log.size());
  }
}

TEST(Generator, EveryConstructOccurs) {
  ConstructCounts counts;
  Scenario program;
  for (std::uint64_t seed = 0; seed < 10000; ++seed) {
    core::SeededSource source(core::derive(1, seed));
    const Generated made = generate(source, everything, program);
    counts.count(made.enabled, made.used);
    made.used.for_each(
        [&](Construct construct) { EXPECT_TRUE(made.enabled.has(construct)) << name_of(construct); });
  }
  EXPECT_EQ(counts.programs, 10000U);
  counts.missing().for_each(
      [](Construct construct) { ADD_FAILURE() << name_of(construct) << " never occurred"; });
  constructs_of(all_areas).for_each([&](Construct construct) {
    EXPECT_GT(counts.enabled[static_cast<std::size_t>(construct)], 0U) << name_of(construct);
  });
}

TEST(Generator, AnAreaThatIsOffDoesNotOccur) {
  struct Foreign {
    Areas areas;
    std::vector<std::string_view> words;  // none of which may occur
  };
  const std::vector<std::string_view> loop = {"WaitIterator", "spawn_callback", "remove_timeout"};
  const std::vector<std::string_view> sync = {"locks", "queues", "acquire", "task_done"};
  const std::vector<std::string_view> context = {"stack_context", "tracing", "handler"};
  const std::vector<std::string_view> legacy = {"engine", "gen.Task", "gen.Callback", "gen.Wait(",
                                                "callback)"};
  const Foreign cases[] = {{Area::core, loop},
                           {Area::core, sync},
                           {Area::core, context},
                           {Area::core, legacy},
                           {all_areas.without(Area::loop), loop},
                           {all_areas.without(Area::sync), sync},
                           {all_areas.without(Area::context), context},
                           {all_areas.without(Area::legacy), legacy}};
  Scenario program;
  for (const Foreign& foreign : cases) {
    const ConstructSet allowed = constructs_of(foreign.areas);
    for (std::uint64_t seed = 0; seed < 500; ++seed) {
      core::SeededSource source(seed);
      const Generated made = generate(source, {.areas = foreign.areas}, program);
      made.used.for_each(
          [&](Construct construct) { EXPECT_TRUE(allowed.has(construct)) << name_of(construct); });
      const std::string text = print(program);
      for (std::string_view word : foreign.words)
        ASSERT_EQ(text.find(word), std::string::npos) << word << text;
    }
  }
}

// An area that always comes with all others is drowned by them.
TEST(Generator, ProgramsOfOneAreaOfTwoAndOfAll) {
  std::map<std::uint32_t, std::uint32_t> programs;
  Scenario program;
  for (std::uint64_t seed = 0; seed < 2000; ++seed) {
    core::SeededSource source(core::derive(3, seed));
    const Generated made = generate(source, everything, program);
    Areas areas;
    made.enabled.for_each([&](Construct construct) { areas.add(area_of(construct)); });
    ++programs[areas.group(0)];
  }
  for (int areas = 1; areas < 32; areas += 2) {
    const bool none = areas == 1;
    const bool three = std::popcount(static_cast<unsigned>(areas)) == 4;
    const std::uint32_t seen = programs[static_cast<std::uint32_t>(areas)];
    EXPECT_EQ(seen == 0, none || three) << areas << ": " << seen;
  }
  EXPECT_GT(programs[all_areas.group(0)], 300U);
}

TEST(Generator, SizesAreNearTheTarget) {
  const auto check = [](std::uint32_t size, const Areas& areas) {
    std::uint64_t sum = 0;
    std::uint32_t largest = 0;
    Scenario program;
    constexpr std::uint32_t programs = 3000;
    for (std::uint64_t seed = 0; seed < programs; ++seed) {
      core::SeededSource source(core::derive(9, seed));
      const Generated made = generate(source, {.size = size, .areas = areas}, program);
      sum += made.statements;
      largest = std::max(largest, made.statements);
    }
    EXPECT_NEAR(static_cast<double>(sum) / programs, size, size * 0.2 + 2);
    EXPECT_LE(largest, size * 2 + 40);
  };
  for (std::uint32_t size : {10U, 25U, 60U}) {
    check(size, {Area::core, Area::loop});
    check(size, all_areas);
  }
}

TEST(Generator, PrintedProgramsParseBack) {
  Scenario program;
  for (std::uint64_t seed = 0; seed < 2000; ++seed) {
    core::SeededSource source(core::derive(5, seed));
    generate(source, {.size = 5 + static_cast<std::uint32_t>(seed % 50), .areas = all_areas}, program);
    const std::string text = print(program);
    const scenario::Scenario back = scenario::parse(text, "generated");
    ASSERT_TRUE(same_program(program, back)) << text;
    ASSERT_EQ(print(back), text);
  }
}

TEST(Generator, EveryByteStringOfUpToThreeIsAProgram) {
  std::set<std::uint64_t> seen;
  Scenario program;
  const auto decode = [&](std::vector<std::uint8_t> bytes, const GeneratorOptions& options) {
    core::BytesSource source(bytes);
    generate(source, options, program);
    if (!seen.insert(digest_of(0, program, 0)).second) return;
    const std::string text = print(program);
    EXPECT_TRUE(same_program(program, scenario::parse(text, "bytes"))) << text;
  };
  decode({}, {});
  // A byte counts modulo the number of options, and with no swarm the first three questions have at most 8.
  constexpr std::uint8_t first_options = 8;
  for (int byte = 0; byte < 256; ++byte) {
    const auto last = static_cast<std::uint8_t>(byte);
    decode({last}, {});
    decode({last}, {.swarm = false});
    for (std::uint8_t first = 0; first < first_options; ++first) {
      decode({first, last}, {.swarm = false});
      for (std::uint8_t second = 0; second < first_options; ++second)
        decode({first, second, last}, {.swarm = false});
    }
  }
  EXPECT_GE(seen.size(), 5U);
}

TEST(Generator, AnOdometerMakesEveryProgramOfTheFirstChoices) {
  constexpr std::size_t depth = 6;
  core::OdometerSource odometer(depth);
  std::set<std::uint64_t> seen;
  std::uint32_t runs = 0;
  Scenario program;
  do {
    generate(odometer, {.size = 2, .swarm = false}, program);
    if (seen.insert(digest_of(0, program, 0)).second) {
      const std::string text = print(program);
      EXPECT_TRUE(same_program(program, parse(text, "odometer"))) << text;
    }
    ++runs;
    ASSERT_LT(runs, 1000000U);
  } while (odometer.next());
  EXPECT_TRUE(odometer.deterministic());
  // Whatever a random source answers first is among them.
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    core::SeededSource seeded(seed);
    core::ChoiceLog log;
    core::RecordingSource recording(seeded, log);
    generate(recording, {.size = 2, .swarm = false}, program);
    const core::ChoiceLog first(log.choices().first(std::min(depth, log.size())));
    core::LogSource replay(first);
    generate(replay, {.size = 2, .swarm = false}, program);
    EXPECT_TRUE(seen.contains(digest_of(0, program, 0))) << seed;
  }
  EXPECT_GT(seen.size(), 100U);
  RecordProperty("runs", static_cast<int>(runs));
}

}  // namespace
}  // namespace windtunnel::generator
