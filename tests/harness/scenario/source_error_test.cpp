#include "harness/scenario/source_error.hpp"

#include <gtest/gtest.h>

namespace windtunnel::scenario {

namespace {

TEST(SourceError, IsOneLine) {
  const SourceError error("a\nb.py", {3, 7}, in_quotes("x\x01"), "an expression");
  EXPECT_STREQ(error.what(), "a\\x0ab.py:3:7: found `x\\x01`; allowed here: an expression");
  EXPECT_EQ(error.file(), "a\nb.py");
  EXPECT_EQ(error.line(), 3u);
  EXPECT_EQ(error.column(), 7u);
  EXPECT_EQ(error.found(), "`x\\x01`");
  EXPECT_EQ(error.allowed(), "an expression");
}

TEST(SourceError, QuotesAreShortAndPrintable) {
  EXPECT_EQ(in_quotes("\303\251 \xff \302\205 \177"), "`\303\251 \\xff \\xc2\\x85 \\x7f`");
  EXPECT_EQ(in_quotes(std::string(40, 'a')), "`" + std::string(40, 'a') + "`");
  EXPECT_EQ(in_quotes(std::string(41, 'a')), "`" + std::string(40, 'a') + "...`");
}

}  // namespace

}  // namespace windtunnel::scenario
