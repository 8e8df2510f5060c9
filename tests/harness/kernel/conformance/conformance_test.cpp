// The simulated kernel does what Linux does: random programs of calls, run on both, over loopback.
#include <gtest/gtest.h>

#include "tests/harness/kernel/conformance/comparison.hpp"

namespace windtunnel::conformance {
namespace {

constexpr std::uint64_t programs = 1000;
constexpr std::size_t calls = 20;

TEST(Conformance, AProgramOfCallsGetsTheSameAnswersAsFromLinux) {
  std::uint64_t undetermined = 0;
  std::uint64_t failures = 0;
  for (std::uint64_t seed = 1; seed <= programs && failures < 3; ++seed) {
    const Program program = make_program(seed, calls, seed % 4 == 0);
    const Agreement agreement = compare(program);
    undetermined += agreement == Agreement::undetermined ? 1 : 0;
    if (agreement != Agreement::differs) continue;
    ++failures;
    ADD_FAILURE() << "seed " << seed << ", " << shrink(program).words;
  }
  EXPECT_LT(undetermined, programs / 50) << "Linux differs from itself";
}

// A comparison that cannot fail would be worth nothing.
TEST(Conformance, ADifferenceIsSeen) {
  const Program one{Kind::tcp4, false, {{Operation::open, 0, 1, 0}, {Operation::send, 1, 3, 0}}};
  const Program other{Kind::tcp4, false, {{Operation::open, 0, 1, 0}, {Operation::send, 1, 4, 0}}};
  EXPECT_EQ(run(one, [] {}).size(), 2U);
  EXPECT_NE(run(one, [] {}).back(), run(other, [] {}).back());
}

}  // namespace
}  // namespace windtunnel::conformance
