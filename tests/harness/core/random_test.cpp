#include "harness/core/random.hpp"

#include <array>
#include <gtest/gtest.h>
#include <set>

namespace windtunnel::core {
namespace {

// The published first outputs of splitmix64 for the seed 1234567.
TEST(Random, SplitmixGivesThePublishedNumbers) {
  std::uint64_t state = 1234567;
  EXPECT_EQ(splitmix64(state), 6457827717110365317U);
  EXPECT_EQ(splitmix64(state), 3203168211198807973U);
  EXPECT_EQ(splitmix64(state), 9817491932198370423U);
}

// Every seed, finding and golden digest of the project hangs on these numbers.
TEST(Random, NeverChanges) {
  Random random(42);
  EXPECT_EQ(random.next(), 1546998764402558742U);
  EXPECT_EQ(random.next(), 6990951692964543102U);
  EXPECT_EQ(random.next(), 12544586762248559009U);
  std::uint64_t digest = 0;
  for (int i = 0; i < 100000; ++i) digest = digest * 31 + random.next();
  EXPECT_EQ(digest, 11253098096261435475U);
  for (int i = 0; i < 100000; ++i)
    digest = digest * 31 + random.below(static_cast<std::uint32_t>(i) * 40000 + 1);
  EXPECT_EQ(digest, 13926487890619836061U);
  EXPECT_EQ(derive(42, 0), 6332618229526065668U);
  EXPECT_EQ(derive(42, 1), 13952185146303469357U);
}

TEST(Random, DrawsStayBelowTheirBoundAndReachAllOfIt) {
  Random random(7);
  for (std::uint32_t bound : {1U, 2U, 3U, 7U, 10U}) {
    std::set<std::uint32_t> seen;
    for (int i = 0; i < 1000; ++i) seen.insert(random.below(bound));
    EXPECT_EQ(seen.size(), bound);
    EXPECT_EQ(*seen.rbegin(), bound - 1);
  }
  for (int i = 0; i < 1000; ++i) EXPECT_LT(random.below(0xfffffffbU), 0xfffffffbU);
}

TEST(Random, DrawsAreEven) {
  Random random(1);
  std::array<int, 6> counts{};
  for (int i = 0; i < 60000; ++i) ++counts[random.below(6)];
  // 10000 expected, standard deviation 91: six of them.
  for (int count : counts) EXPECT_NEAR(count, 10000, 550);
}

TEST(Random, DerivedStreamsDiffer) {
  std::set<std::uint64_t> seeds;
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    for (std::uint64_t index = 0; index < 100; ++index) seeds.insert(derive(seed, index));
  }
  EXPECT_EQ(seeds.size(), 10000U);
}

}  // namespace
}  // namespace windtunnel::core
