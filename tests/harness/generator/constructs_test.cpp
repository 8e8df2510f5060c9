#include "harness/generator/constructs.hpp"

#include <gtest/gtest.h>
#include <set>
#include <string_view>

namespace windtunnel::generator {
namespace {

TEST(Constructs, HaveNamesOfTheirOwn) {
  std::set<std::string_view> names;
  for (std::size_t at = 0; at < construct_count; ++at) names.insert(name_of(static_cast<Construct>(at)));
  EXPECT_EQ(names.size(), construct_count);
  EXPECT_FALSE(names.contains(""));
}

TEST(Constructs, CountsTellWhatWasEnabledAndNeverOccurred) {
  ConstructSet on;
  on.add(Construct::log);
  on.add(Construct::sleep);
  ConstructSet used;
  used.add(Construct::log);
  ConstructCounts counts;
  counts.count(on, used);
  ConstructSet expected;
  expected.add(Construct::sleep);
  EXPECT_EQ(counts.missing(), expected);
  ConstructCounts other;
  other.count(on, on);
  counts += other;
  EXPECT_EQ(counts.missing(), ConstructSet{});
  EXPECT_EQ(counts.programs, 2U);
}

}  // namespace
}  // namespace windtunnel::generator
