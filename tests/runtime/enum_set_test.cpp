#include "runtime/enum_set.hpp"

#include <gtest/gtest.h>
#include <vector>

namespace tornado {
namespace {

enum class Small { a, b, c, count_ };
using Set = EnumSet<Small>;

// More values than a word has bits.
enum class Large { first = 0, last = 99, count_ };
using LargeSet = EnumSet<Large>;

template <class Enum>
std::vector<Enum> members_of(const EnumSet<Enum>& set) {
  std::vector<Enum> members;
  set.for_each([&](Enum member) { members.push_back(member); });
  return members;
}

TEST(EnumSet, HasWhatWasAddedInOrder) {
  Set set;
  EXPECT_TRUE(set.empty());
  set.add(Small::c);
  set.add(Small::a);
  set.add(Small::a);
  EXPECT_TRUE(set.has(Small::a));
  EXPECT_FALSE(set.has(Small::b));
  EXPECT_EQ(set.count(Small::c), 1U);
  EXPECT_EQ(set.count(Small::b), 0U);
  EXPECT_EQ(members_of(set), (std::vector{Small::a, Small::c}));
  EXPECT_EQ(members_of(Set::all()), (std::vector{Small::a, Small::b, Small::c}));
}

TEST(EnumSet, OneValueIsASet) {
  const Set set = Small::b;
  EXPECT_EQ(set, (Set{Small::b}));
}

TEST(EnumSet, SetsAreJoinedMetAndReduced) {
  const Set left = {Small::a, Small::b};
  const Set right = {Small::b, Small::c};
  EXPECT_EQ(left | right, Set::all());
  EXPECT_EQ(left & right, Set(Small::b));
  EXPECT_EQ(left.without(right), Set(Small::a));
  EXPECT_TRUE(left.without(Set::all()).empty());
}

TEST(EnumSet, HasSeveralWordsIfItMust) {
  LargeSet set = Large::last;
  EXPECT_TRUE(set.has(Large::last));
  EXPECT_FALSE(set.has(Large::first));
  EXPECT_EQ(set.group(12), 8U);
  set.add_group(0, 1);
  EXPECT_EQ(members_of(set), (std::vector{Large::first, Large::last}));
}

}  // namespace
}  // namespace tornado
