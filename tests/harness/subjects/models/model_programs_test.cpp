// Programs of Futures and of locks and queues: the runtime and the models agree on random ones, and the
// random ones bring about everything that there is to be said.
#include <gtest/gtest.h>
#include <set>

#include "harness/core/log_source.hpp"
#include "harness/core/random.hpp"
#include "harness/core/seeded_source.hpp"
#include "harness/subjects/models/future_model.hpp"
#include "harness/subjects/models/future_program.hpp"
#include "harness/subjects/models/sync_model.hpp"
#include "harness/subjects/models/sync_program.hpp"

namespace windtunnel::subjects {
namespace {

// Flies random programs; what the model said of them in all.
template <class Program, class Model>
std::set<std::uint8_t> agree(std::uint64_t programs, Model model) {
  std::set<std::uint8_t> said;
  Program program;
  for (std::uint64_t seed = 0; seed < programs; ++seed) {
    core::SeededSource choices(core::derive(11, seed));
    draw(choices, program);
    const auto difference = run(program);
    EXPECT_FALSE(difference) << "program " << seed << ": " << *difference;
    if (difference) break;
    for (const Observation& saying : model(program)) said.insert(saying.what);
  }
  return said;
}

TEST(FutureProgram, F1_To_F13_TheRuntimeAndTheModelAgree) {
  const auto said =
      agree<FutureProgram>(20'000, [](const FutureProgram& program) { return FutureModel().run(program); });
  EXPECT_EQ(said.size(), 9U) << "something is never said";
}

TEST(SyncProgram, K1_To_K12_And_Q1_To_Q6_TheRuntimeAndTheModelAgree) {
  const auto said =
      agree<SyncProgram>(20'000, [](const SyncProgram& program) { return SyncModel(program).run(); });
  EXPECT_EQ(said.size(), 5U) << "something is never said";
}

TEST(FutureProgram, AnswersOfZeroGiveTheEmptyProgram) {
  const core::ChoiceLog none;
  core::LogSource zeros(none);
  FutureProgram program;
  draw(zeros, program);
  EXPECT_TRUE(program.operations.empty());
  EXPECT_EQ(run(program), std::nullopt);
}

TEST(History, TheFirstDifferenceIsToldInWords) {
  const auto name_of = [](std::uint8_t what) { return what == 0 ? "zero" : "one"; };
  EXPECT_EQ(first_difference({{0, 1, 2}}, {{0, 1, 2}}, name_of), std::nullopt);
  EXPECT_EQ(first_difference({{0, 1, 2}, {1, 0, 0}}, {{0, 1, 2}}, name_of),
            "at step 1 the runtime says `one 0 0`, the model `nothing more`");
}

}  // namespace
}  // namespace windtunnel::subjects
