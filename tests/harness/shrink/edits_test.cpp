#include "harness/shrink/edits.hpp"

#include <gtest/gtest.h>
#include <initializer_list>
#include <set>
#include <string>
#include <string_view>

#include "harness/scenario/parser.hpp"
#include "harness/scenario/printer.hpp"
#include "tests/harness/properties/planted.hpp"
#include "tests/harness/scenario/golden.hpp"

namespace windtunnel::shrink {
namespace {

using Texts = std::multiset<std::string>;

// Statements as the body of main.
std::string in_main(std::string_view statements) {
  std::string text = "def main():\n";
  for (bool at_start = true; const char byte : statements) {
    if (at_start && byte != '\n') text += "    ";
    text += byte;
    at_start = byte == '\n';
  }
  return text;
}

// All that the edit makes of a module, at any place.
template <class Edit>
Texts results(std::string_view text, Edit edit) {
  const scenario::Scenario scenario = scenario::parse(text, "test");
  Texts out;
  for (const Place& place : places(scenario)) {
    for (unsigned which = 0; which < 100; ++which) {
      scenario::Scenario copy = scenario;
      if (!edit(copy, place, which)) break;
      out.insert(print(copy));
    }
  }
  return out;
}

// Checks all that the edit makes of statements in main.
template <class Edit>
void expect_edits(std::string_view statements, Edit edit, std::initializer_list<std::string_view> expected) {
  Texts texts;
  for (const std::string_view each : expected) texts.insert(in_main(each));
  EXPECT_EQ(results(in_main(statements), edit), texts);
}

template <class Edit>
auto once(Edit edit) {
  return [edit](scenario::Scenario& scenario, Place place, unsigned which) {
    return which == 0 && edit(scenario, place);
  };
}

TEST(Edits, RemovingAllStatementsOfABlockLeavesAPass) {
  scenario::Scenario scenario = scenario::parse(in_main("f()\ng()\n"), "test");
  const scenario::NodeId block = statement_lists(scenario)[1];
  remove_children(scenario, block, 0, 1);
  EXPECT_EQ(print(scenario), in_main("g()\n"));
  remove_children(scenario, block, 0, 1);
  EXPECT_EQ(print(scenario), in_main("pass\n"));
  remove_children(scenario, 0, 0, 1);
  EXPECT_EQ(print(scenario), "");
}

TEST(Edits, UnwrappingPutsABlockInThePlaceOfItsStatement) {
  expect_edits("a = 1\nif x:\n    f()\nelse:\n    g()\n    h()\nb = 2\n", unwrap,
               {"a = 1\nf()\nb = 2\n", "a = 1\ng()\nh()\nb = 2\n"});
  expect_edits("try:\n    f()\nexcept E:\n    g()\nelse:\n    h()\nfinally:\n    i()\n", unwrap,
               {"f()\n", "g()\n", "h()\n", "i()\n"});
}

TEST(Edits, PartsThatMayBeAbsentAreDropped) {
  expect_edits("if x:\n    f()\nelse:\n    g()\n", once(drop_part), {"if x:\n    f()\n"});
  expect_edits("a = f(1, k=2)\n", once(drop_part), {"a = f(1)\n", "a = f(k=2)\n", "f(1, k=2)\n"});
  expect_edits("return 1\n", once(drop_part), {"return\n"});
  const std::string main = "\n\ndef main():\n    pass\n";
  EXPECT_EQ(results("from windtunnel import log, external\n" + main, once(drop_part)),
            (Texts{"from windtunnel import log" + main, "from windtunnel import external" + main}));
}

TEST(Edits, ValuesBecomeSimpler) {
  expect_edits("a = 7\n", simplify_value, {"a = 0\n", "a = 4\n", "a = 6\n"});
  expect_edits("a = -3\n", simplify_value, {"a = 0\n", "a = -2\n", "a = 3\n"});
  expect_edits("a = 2.5\n", simplify_value, {"a = 0\n", "a = 2\n", "a = 3\n"});
  expect_edits("a = \"x\"\n", simplify_value, {"a = None\n", "a = \"\"\n"});
  expect_edits("a = f(b, k=c)\n", simplify_value,
               {"a = None\n", "a = b\n", "a = c\n", "a = f(None, k=c)\n", "a = f(b, k=None)\n"});
  expect_edits("a = None\n", simplify_value, {});
}

TEST(Edits, AFunctionThatIsCalledOnceMovesToItsCall) {
  EXPECT_EQ(
      results("def f(x, y):\n    g(x)\n    return y\n\ndef main():\n    a = f(1, 2)\n", once(inline_call)),
      Texts{in_main("x = 1\ny = 2\ng(x)\na = y\n")});
  EXPECT_EQ(results("def f():\n    return f()\n\ndef main():\n    pass\n", once(inline_call)), Texts{});
  EXPECT_EQ(results("def f():\n    pass\n\ndef main():\n    f()\n    f()\n", once(inline_call)), Texts{});
  EXPECT_EQ(results("def f(x):\n    pass\n\ndef main():\n    f()\n", once(inline_call)), Texts{});
}

TEST(Edits, AVariableIsReplacedByItsValue) {
  expect_edits("a = [1, b]\nf(a, k=a)\n", once(inline_variable), {"f([1, b], k=[1, b])\n"});
  expect_edits("a = f(a)\n", once(inline_variable), {"pass\n"});
}

TEST(Edits, AParameterGoesWithItsArguments) {
  EXPECT_EQ(results("def f(x, y):\n    pass\n\ndef main():\n    f(1, 2)\n    f(3)\n", once(drop_parameter)),
            (Texts{"def f(x):\n    pass\n\ndef main():\n    f(1)\n    f(3)\n",
                   "def f(y):\n    pass\n\ndef main():\n    f(2)\n    f()\n"}));
}

TEST(Edits, WeightCountsNodesThenKindsThenNumbers) {
  const auto of = [](std::string_view text) { return weight(scenario::parse(in_main(text), "test")); };
  EXPECT_LT(of("a = 100\n"), of("a = [1]\n"));
  EXPECT_LT(of("a = None\n"), of("a = 0\n"));
  EXPECT_LT(of("a = 0\n"), of("a = 1\n"));
  EXPECT_LT(of("a = 3\n"), of("a = -3\n"));
  EXPECT_LT(of("a = 1000\n"), of("a = 0.5\n"));
  EXPECT_LT(of("f()\n"), of("a = f()\n"));
}

TEST(Edits, CompactingChangesNothingThatCounts) {
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    const scenario::Scenario scenario = properties::generated(seed);
    EXPECT_EQ(print(compacted(scenario)), print(scenario));
    EXPECT_EQ(weight(compacted(scenario)), weight(scenario));
    EXPECT_LE(compacted(scenario).size(), scenario.size());
  }
}

// Whatever an edit leaves can be printed, and every variant of it comes to an end; what then parses is the
// tree's own text.
void try_all_edits(const scenario::Scenario& scenario) {
  const auto check = [](const scenario::Scenario& edited) {
    std::string text;
    ASSERT_NO_THROW(text = print(edited));
    ASSERT_EQ(print(compacted(edited)), text);
  };
  for (const Place& place : places(scenario)) {
    for (auto edit : {&unwrap, &simplify_value}) {
      unsigned which = 0;
      for (;; ++which) {
        scenario::Scenario copy = scenario;
        if (!edit(copy, place, which)) break;
        check(copy);
      }
      ASSERT_LT(which, 1000U);
    }
    for (auto edit : {&drop_part, &inline_call, &inline_variable, &drop_parameter}) {
      scenario::Scenario copy = scenario;
      if (edit(copy, place)) check(copy);
    }
  }
  for (const scenario::NodeId list : statement_lists(scenario)) {
    const unsigned size = scenario.child_count(list);
    for (unsigned first = 0; first < size; ++first) {
      scenario::Scenario copy = scenario;
      remove_children(copy, list, first, (size - first + 1) / 2);
      check(copy);
    }
  }
}

TEST(Edits, NeverMakeATreeThatCannotBePrinted) {
  for (std::uint64_t seed = 0; seed < 40; ++seed) try_all_edits(properties::generated(seed, {.size = 12}));
  std::size_t at = 0;
  for (const auto& file : scenario::golden_files()) {
    if (at++ % 8 == 0) try_all_edits(scenario::parse(scenario::read_source(file), file.string()));
  }
}

}  // namespace
}  // namespace windtunnel::shrink
