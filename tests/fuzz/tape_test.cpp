// Tapes and their mutator: every byte string is a program and a schedule, each in a lane of its own, and what
// the mutator makes of a tape is a tape whose program mostly still has its statements.
#include "fuzz/tape.hpp"

#include <gtest/gtest.h>

#include "fuzz/judged_tape.hpp"
#include "harness/core/random.hpp"
#include "harness/scenario/printer.hpp"

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t*, std::size_t, std::size_t, unsigned);
extern "C" std::size_t LLVMFuzzerCustomCrossOver(const std::uint8_t*, std::size_t, const std::uint8_t*,
                                                 std::size_t, std::uint8_t*, std::size_t, unsigned);

const windtunnel::generator::GeneratorOptions windtunnel::fuzz::program_options{.areas =
                                                                                    generator::all_areas};

namespace windtunnel::fuzz {
namespace {

std::vector<std::uint8_t> random_tape(std::uint64_t seed, std::uint32_t size) {
  core::Random random(core::derive(3, seed));
  std::vector<std::uint8_t> tape;
  while (tape.size() < size) tape.push_back(static_cast<std::uint8_t>(random.below(256)));
  return tape;
}

std::string program_of(Bytes tape) {
  ProgramSource source(tape);
  scenario::Scenario scenario;
  draw_program(source, scenario);
  return print(scenario);
}

TEST(Tape, TheScheduleIsReadFromTheBack) {
  const std::uint8_t bytes[] = {1, 2, 3};
  BackwardSource source(bytes);
  const auto ask = [&](std::uint32_t options) {
    return source.choose({tornado::ChoiceKind::value, options, ""});
  };
  EXPECT_EQ(ask(10), 3U);
  EXPECT_EQ(ask(1000), (2U | 1U << 8U) % 1000);
  EXPECT_EQ(ask(10), 0U) << "past the end";
}

TEST(Tape, TakenApartAndPutTogetherItIsTheSameProgram) {
  for (std::uint64_t seed = 0; seed < 500; ++seed) {
    const auto tape = random_tape(seed, 400);
    const Lanes lanes = take_apart(tape);
    EXPECT_EQ(lanes.program.size() + lanes.schedule.size(), tape.size());
    EXPECT_EQ(put_together(lanes, 4000), tape);
    for (const std::size_t cut : lanes.cuts) EXPECT_LT(cut, lanes.program.size());
  }
}

TEST(Tape, TooLongATapeLosesTheEndsOfItsLanes) {
  const Lanes lanes{{1, 2, 3, 4, 5, 6}, {7, 8, 9}, {}};
  EXPECT_EQ(put_together(lanes, 8), (std::vector<std::uint8_t>{1, 2, 3, 4, 5, 6, 8, 7}));
}

// At least nine of ten mutants are another input whose program runs to its end; all are tapes.
TEST(TapeMutator, MutantsRunToTheirEnd) {
  JudgedTapes runs;
  std::vector<std::uint8_t> data(4096);
  int ended = 0;
  int changed = 0;
  constexpr int mutants = 2000;
  for (unsigned seed = 0; seed < mutants; ++seed) {
    const auto tape = random_tape(seed % 50, 300);
    std::copy(tape.begin(), tape.end(), data.begin());
    const std::size_t size = LLVMFuzzerCustomMutator(data.data(), tape.size(), data.size(), seed);
    ASSERT_LE(size, data.size());
    const Bytes mutant(data.data(), size);
    changed += !std::equal(mutant.begin(), mutant.end(), tape.begin(), tape.end()) ? 1 : 0;
    runs.run(mutant);
    ended += runs.trace().livelock ? 0 : 1;
  }
  RecordProperty("ended", ended);
  RecordProperty("changed", changed);
  EXPECT_GE(ended, mutants * 9 / 10);
  EXPECT_GE(changed, mutants * 9 / 10);
}

TEST(TapeMutator, IsAFunctionOfItsSeed) {
  const auto tape = random_tape(1, 300);
  const auto mutant = [&](unsigned seed) {
    std::vector<std::uint8_t> data(4096);
    std::copy(tape.begin(), tape.end(), data.begin());
    data.resize(LLVMFuzzerCustomMutator(data.data(), tape.size(), data.size(), seed));
    return data;
  };
  EXPECT_EQ(mutant(5), mutant(5));
  EXPECT_NE(mutant(5), mutant(6));
}

TEST(TapeMutator, ACrossoverTakesTheScheduleOrStatementsOfTheOther) {
  const auto one = random_tape(1, 300);
  const auto other = random_tape(2, 300);
  int schedules = 0;
  int programs = 0;
  for (unsigned seed = 0; seed < 100; ++seed) {
    std::vector<std::uint8_t> out(4096);
    out.resize(LLVMFuzzerCustomCrossOver(one.data(), one.size(), other.data(), other.size(), out.data(),
                                         out.size(), seed));
    (program_of(out) == program_of(one) ? schedules : programs) += 1;
  }
  EXPECT_GT(schedules, 10);
  EXPECT_GT(programs, 10);
}

}  // namespace
}  // namespace windtunnel::fuzz
