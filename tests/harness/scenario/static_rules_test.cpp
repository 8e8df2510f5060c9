#include "harness/scenario/static_rules.hpp"

#include <gtest/gtest.h>

#include "tests/harness/scenario/refusals.hpp"

namespace windtunnel::scenario {

namespace {

// Opens `times` nested blocks with `header` in main; `footer` follows each block.
std::string nested(std::string_view header, std::string_view footer, int times) {
  std::string text = "def main():\n";
  std::string indent = " ";
  for (int i = 0; i < times; ++i, indent += ' ') {
    for (const char c : header)
      text += c == '\n' ? "\n" + indent : text.back() == '\n' ? indent + c : std::string(1, c);
    text += "\n";
  }
  text += indent + "pass\n";
  for (int i = 0; i < times; ++i) {
    indent.pop_back();
    text += footer.empty() ? "" : indent + std::string(footer) + "\n" + indent + " pass\n";
  }
  return text;
}

// The limits are those of CPython 3.11's compile().
TEST(StaticRules, BlocksAsManyAsPythonTakes) {
  struct Case {
    std::string_view header;
    std::string_view footer;
    int most;
  };
  for (const Case& one :
       {Case{"while x:", "", 20}, Case{"for i in range(2):", "", 20}, Case{"with x:", "", 20},
        Case{"try:", "except A:", 19}, Case{"try:", "finally:", 20}, Case{"try:\n pass\nexcept A:", "", 10},
        Case{"try:\n pass\nfinally:", "", 20}}) {
    EXPECT_EQ(refusal_of(nested(one.header, one.footer, one.most)), "accepted") << one.header;
    EXPECT_NE(refusal_of(nested(one.header, one.footer, one.most + 1)).find("too deep inside one another"),
              std::string::npos)
        << one.header;
  }
}

TEST(StaticRules, TheLastMainCounts) {
  EXPECT_EQ(refusal_of("def main(a):\n    pass\n\ndef main():\n    pass\n"), "accepted");
  EXPECT_EQ(refusal_of("def main():\n    pass\n\ndef main(a):\n    pass\n"),
            "4:10: found `a`; allowed here: ): main has no parameters");
}

TEST(StaticRules, OneNameInTwoScopes) {
  EXPECT_EQ(
      refusal_of(
          "def f(a):\n    return a\n\ndef g(a):\n    return a\n\ndef main():\n    global a\n    a = 1\n"),
      "accepted");
  EXPECT_EQ(refusal_of(with_main("x = f(a=g(a=1), b=h(b=1))\n")), "accepted");
}

}  // namespace

}  // namespace windtunnel::scenario
