#include "harness/scenario/printer.hpp"

#include <gtest/gtest.h>
#include <limits>
#include <stdexcept>

#include "tests/harness/scenario/golden.hpp"
#include "tests/harness/scenario/refusals.hpp"

namespace windtunnel::scenario {

namespace {

TEST(Printer, GoldenFilesComeBackByteForByte) {
  const std::vector<std::filesystem::path> files = golden_files();
  ASSERT_GE(files.size(), 120u);
  for (const std::filesystem::path& file : files) {
    const std::string text = read_source(file);
    const Scenario tree = parse(text, file.string());
    const std::string printed = print(tree);
    ASSERT_EQ(printed, text) << file;
    ASSERT_TRUE(same_program(tree, parse(printed, "printed"))) << file;
  }
}

TEST(Printer, ParenthesesOnlyWhereNeeded) {
  for (const std::string_view value : {
           "a or b and not c == d + -e.f(g)",
           "(a or b) and (not c) == (d == e)",
           "a or (b or c)",
           "a and (b and c)",
           "a - (b - c) - d",
           "(a + b).c(-1, --x)",
           "(lambda: x)()",
           "(lambda: x) or (lambda y: x)",
           "lambda: x or y",
           "(-3).x",
           "(3).x",
           "3.5.x",
           "(-3.5).x",
           "--3",
           "-(3)",
           "-(3.5)",
           "--(3)",
           "+3",
           "(-x)()",
           "\"a\".x",
           "[a, [b]]()",
           "not (a is not b) is c",
           "{\"k\": {}, \"k\": lambda: 1}",
       }) {
    const std::string text = "x = " + std::string(value) + "\n\n" + with_main("");
    EXPECT_EQ(print(parse(text, "x.py")), text);
  }
  EXPECT_EQ(print(parse(with_main("x = ((a) + ((b))) - (c) # no\n"), "x.py")),
            "x = a + b - c\n\n" + with_main(""));
}

TEST(Printer, ElifAndElseIfStayApart) {
  const std::string chain = in_main(
      "if a:\n    pass\nelif b:\n    pass\nelse:\n    if c:\n        pass\n    elif d:\n        pass");
  EXPECT_EQ(print(parse(chain, "x.py")), chain);
}

TEST(Printer, LinesOfNodes) {
  const std::string text =
      "x = 1\n\n@gen.coroutine\ndef main():\n    if x:\n        yield x\n    else:\n        pass\n";
  const Scenario tree = parse(text, "x.py");
  std::vector<std::uint32_t> lines;
  EXPECT_EQ(print(tree, &lines), text);
  ASSERT_EQ(lines.size(), tree.size());
  for (NodeId id = 1; id < tree.size(); ++id) {
    // A block begins with its first statement when it is read, and with its header when it is printed.
    if (tree[id].kind != NodeKind::block) {
      EXPECT_EQ(lines[id], tree[id].line) << id;
    }
  }
}

TEST(Printer, EveryGoldenNodeHasTheLineThatItWasReadFrom) {
  for (const std::filesystem::path& file : golden_files()) {
    const Scenario tree = parse(read_source(file), file.string());
    std::vector<std::uint32_t> lines;
    print(tree, &lines);
    for (NodeId id = 1; id < tree.size(); ++id) {
      ASSERT_NE(lines[id], 0u) << file << " " << id;
      if (tree[id].kind != NodeKind::block) {
        ASSERT_EQ(lines[id], tree[id].line) << file << " " << id;
      }
    }
  }
}

TEST(Printer, RefusesATreeThatNoTextCanMean) {
  const auto tree_with = [](NodeKind kind, std::string_view text, double real) {
    Scenario tree;
    const NodeId value = tree.add(kind, kind == NodeKind::string ? tree.words.intern(text) : no_word);
    if (kind == NodeKind::real) tree[value].real = real;
    const NodeId statement = tree.add(NodeKind::expression);
    tree.append(statement, value);
    tree.append(0, statement);
    return tree;
  };
  EXPECT_EQ(print(tree_with(NodeKind::string, "a\n\"\\\t'", 0)), "\"a\\n\\\"\\\\\\t'\"\n");
  EXPECT_THROW(print(tree_with(NodeKind::string, "a\r", 0)), std::invalid_argument);
  EXPECT_THROW(print(tree_with(NodeKind::string, "\x7f", 0)), std::invalid_argument);
  EXPECT_THROW(print(tree_with(NodeKind::string, "\xc3", 0)), std::invalid_argument);
  EXPECT_THROW(print(tree_with(NodeKind::real, "", std::numeric_limits<double>::infinity())),
               std::invalid_argument);
  EXPECT_EQ(print(tree_with(NodeKind::real, "", -0.0)), "-0.0\n");
}

}  // namespace

}  // namespace windtunnel::scenario
