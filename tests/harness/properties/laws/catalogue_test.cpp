#include "harness/properties/laws/catalogue.hpp"

#include <gtest/gtest.h>
#include <set>
#include <string>

#include "harness/properties/laws/all_laws.hpp"

namespace windtunnel::properties {
namespace {

TEST(Catalogue, EveryLawHasANumberOfItsOwnAndOneLine) {
  std::set<std::string_view> names;
  const auto look_at = [&](const LawEntry& law) {
    EXPECT_TRUE(names.insert(law.name).second) << law.name;
    EXPECT_FALSE(law.sentence.empty()) << law.name;
    EXPECT_EQ(law.sentence.find('\n'), std::string_view::npos) << law.name;
    EXPECT_EQ(find_law(law.name)->sentence, law.sentence);
  };
  for (const LawGroup& group : law_groups())
    for (const LawEntry& law : group.laws) look_at(law);
  for (const LawEntry& invariant : invariants()) look_at(invariant);
  EXPECT_EQ(names.size(), 146U);
  EXPECT_EQ(find_law("F99"), nullptr);
  EXPECT_EQ(find_law(""), nullptr);
}

TEST(Catalogue, EveryCheckIsOfAnInvariantAndWatchesLawsThatExist) {
  for (const auto& check : all_laws()) {
    const LawEntry* invariant = find_law(check->card().name);
    ASSERT_NE(invariant, nullptr);
    EXPECT_EQ(invariant->name.front(), 'V');
    for (const std::string_view law : check->card().laws) EXPECT_NE(find_law(law), nullptr) << law;
  }
}

TEST(Catalogue, KnowsTheDefectsThatAreKept) {
  std::string known;
  for (const LawGroup& group : law_groups())
    for (const LawEntry& law : group.laws)
      if (law.known) known.append(" ").append(law.name);
  EXPECT_EQ(known, " L23 R12 R13 R14 G27 K5 K7 K11 Q2");
}

}  // namespace
}  // namespace windtunnel::properties
