#include "harness/report/coloured.hpp"

#include <gtest/gtest.h>

namespace windtunnel::report {
namespace {

TEST(Coloured, MarksWhyAndWhereAndIsPlainInAPipe) {
  const std::string text =
      "it breaks if a reads x\n\ntime (s)   a\n0          breaks check  x.cpp:1\n0          reads x\n";
  EXPECT_EQ(coloured(text, Paint::plain), text);
  EXPECT_EQ(
      coloured(text, Paint::colours),
      "\033[33mit breaks if a reads x\033[0m\n\n\033[1mtime (s)   a\033[0m\n\033[31m0          breaks check  "
      "x.cpp:1\033[0m\n0          reads x\n");
}

}  // namespace
}  // namespace windtunnel::report
