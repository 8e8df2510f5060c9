#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <string>
#include <utility>
#include <vector>

#include "harness/scenario/printer.hpp"
#include "tests/harness/scenario/refusals.hpp"

namespace windtunnel::scenario {

namespace {

// The canonical text of what was read.
std::string canonical(std::string_view text) {
  return print(parse(text, "x.py"));
}

TEST(Lexer, LayoutIsPythons) {
  const std::string plain = "def main():\n    if a:\n        f(1, 2)\n    return [1]\n";
  for (const std::string text : {
           "def main():\n if a:\n         f(1, 2)\n return [1]",
           "def main():\r\n  if a:\r\n    f(1, 2)\r\n  return [1]\r\n",
           "\n  # before\ndef main(): # header\n# left\n  if a:\n\n      # deep\n    f(1, 2)\n   \n  return "
           "[1]  ",
           "def main(\n  ):\n  if a:\n    f(1,  # one\n2,\n\n# two\n)\n  return [\n1\n,]\n# end",
       }) {
    EXPECT_EQ(canonical(text), plain) << text;
  }
}

TEST(Lexer, NumbersAreExact) {
  EXPECT_EQ(canonical(in_main("f(0, 7, 9223372036854775807, -9223372036854775808, - 1)")),
            in_main("f(0, 7, 9223372036854775807, -9223372036854775808, -1)"));
  EXPECT_EQ(canonical(in_main("f(1.5, .5, 1e3, 1E-3, 2.50e+2, 0.1, 00.5, 5e-324, 1e16)")),
            in_main("f(1.5, 0.5, 1000.0, 0.001, 250.0, 0.1, 0.5, 5e-324, 1e+16)"));
}

TEST(Lexer, StringsHoldTextAndFiveEscapes) {
  EXPECT_EQ(canonical(in_main(R"(f('', 'a"b', "it's", '\\ \' \" \n \t', '# é', "and", 'main'))")),
            in_main(R"(f("", "a\"b", "it's", "\\ ' \" \n \t", "# é", "and", "main"))"));
}

TEST(Lexer, RefusesWhatIsNoToken) {
  expect_refusals({
      {"def main():\n\tpass\n", "2:1: found a tab; allowed here: spaces"},           // tab indentation
      {in_main("x =\t1"), "2:8: found a tab; allowed here: spaces"},                 // tab between tokens
      {in_main("x = \"a\tb\""), "2:11: found a tab; allowed here: the escape \\t"},  // tab in a string
      {with_main("\t\n"), "1:1: found a tab; allowed here: spaces"},                 // tab on a blank line
      {in_main("    pass\npass"),
       "3:5: found an indentation of 4; allowed here: that of an open block"},  // dedent to no open block
      {in_main("pass\n    pass"),
       "3:9: found a deeper indentation; allowed here: a statement, indented like the others of its "
       "block"},  // deeper for no reason
      {with_main("  x = 1\n"),
       "1:3: found a deeper indentation; allowed here: an import, a class, a function, an assignment or an "
       "expression"},                                                                   // indented first line
      {in_main("x = 1; y = 2"), "2:10: found `;`; allowed here: the end of the line"},  // semicolon
      {"def main(): pass\n",
       "1:13: found `pass`; allowed here: the end of the line; the block stands below, indented"},  // suite
                                                                                                    // on the
                                                                                                    // header
                                                                                                    // line
      {in_main("if x: pass"),
       "2:11: found `pass`; allowed here: the end of the line; the block stands below, indented"},  // suite
                                                                                                    // on the
                                                                                                    // if line
      {"def main():\nx = 1\n", "2:1: found `x`; allowed here: an indented block"},  // empty block
      {"def main():\n",
       "2:1: found the end of the file; allowed here: an indented block"},  // block that the file ends
      {in_main("x = 1 + \\\n    2"), "2:13: found `\\`; allowed here: an expression"},  // line continuation
      {in_main("x = \"a\" \"b\""),
       "2:13: found `\"b\"`; allowed here: the end of the line"},  // two strings side by side
      {in_main("x = \"\"\"a\"\"\""),
       "2:9: found `\"\"\"`; allowed here: a string in one pair of quotes"},  // triple quotes
      {in_main("x = \"abc"),
       "2:9: found `\"abc`; allowed here: a string that is closed on its line"},  // open string
      {"x = 'abc",
       "1:5: found `'abc`; allowed here: a string that is closed on its line"},  // open string at the end
      {in_main("x = \"a\\x41\""),
       "2:11: found `\\x`; allowed here: the escapes \\\\ \\' \\\" \\n \\t"},  // unknown escape
      {in_main("x = \"a\\\n\""),
       "2:11: found `\\\\x0a`; allowed here: the escapes \\\\ \\' \\\" \\n \\t"},  // escaped line break
      {in_main("x = f\"a\""), "2:9: found `f\"`; allowed here: a string without a prefix"},  // f-string
      {in_main("x = b'a'"), "2:9: found `b'`; allowed here: a string without a prefix"},     // bytes
      {in_main("x = 007"),
       "2:9: found `007`; allowed here: a number like 7, 1.5, .5 or 1e3"},                    // leading zero
      {in_main("x = 00"), "2:9: found `00`; allowed here: a number like 7, 1.5, .5 or 1e3"},  // double zero
      {in_main("x = 1_000"),
       "2:9: found `1_000`; allowed here: a number like 7, 1.5, .5 or 1e3"},  // underscore in a number
      {in_main("x = 0x10"),
       "2:9: found `0x10`; allowed here: a number like 7, 1.5, .5 or 1e3"},                   // hexadecimal
      {in_main("x = 1."), "2:9: found `1.`; allowed here: a number like 7, 1.5, .5 or 1e3"},  // no fraction
      {in_main("x = 1.real"),
       "2:9: found `1.real`; allowed here: a number like 7, 1.5, .5 or 1e3"},  // attribute of an integer
      {in_main("x = 1j"), "2:9: found `1j`; allowed here: a number like 7, 1.5, .5 or 1e3"},  // imaginary
      {in_main("x = 1if"),
       "2:9: found `1if`; allowed here: a number like 7, 1.5, .5 or 1e3"},  // number before a keyword
      {in_main("x = 1e"), "2:9: found `1e`; allowed here: a number like 7, 1.5, .5 or 1e3"},  // open exponent
      {in_main("x = 9223372036854775808"),
       "2:9: found `9223372036854775808`; allowed here: an integer of 64 bits"},  // too large
      {in_main("x = 99999999999999999999999"),
       "2:9: found `99999999999999999999999`; allowed here: an integer of 64 bits"},  // far too large
      {in_main("x = -9223372036854775809"),
       "2:10: found `9223372036854775809`; allowed here: an integer of 64 bits"},  // too small
      {in_main("x = 1 - 9223372036854775808"),
       "2:13: found `9223372036854775808`; allowed here: an integer of 64 bits"},  // large behind a binary
                                                                                   // minus
      {in_main("x = -(9223372036854775808)"),
       "2:11: found `9223372036854775808`; allowed here: an integer of 64 bits"},  // large in parentheses
      {in_main("x = -9223372036854775808()"),
       "2:10: found `9223372036854775808`; allowed here: an integer of 64 bits"},  // large and called
      {in_main("x = 1e400"),
       "2:9: found `1e400`; allowed here: a float in the range of a double"},  // float without bounds
      {in_main("x = na\303\257ve"),
       "2:11: found `\303\257`; allowed here: the end of the line"},                     // non-ASCII name
      {in_main("x = $"), "2:9: found `$`; allowed here: an expression"},                 // dollar
      {in_main("f(1,"), "3:1: found the end of the file; allowed here: an expression"},  // open bracket
      {in_main("f(1]"), "2:8: found `]`; allowed here: , or )"},                         // wrong bracket
      {in_main("x)"), "2:6: found `)`; allowed here: the end of the line"},              // closing bracket
  });
}

}  // namespace

}  // namespace windtunnel::scenario
