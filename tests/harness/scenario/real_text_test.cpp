#include "harness/scenario/real_text.hpp"

#include <bit>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <gtest/gtest.h>

namespace windtunnel::scenario {

namespace {

std::string repr(double value) {
  std::string out;
  append_repr(out, value);
  return out;
}

TEST(RealText, IsPythonsRepr) {
  EXPECT_EQ(repr(0.0), "0.0");
  EXPECT_EQ(repr(-0.0), "-0.0");
  EXPECT_EQ(repr(1.0), "1.0");
  EXPECT_EQ(repr(-1.5), "-1.5");
  EXPECT_EQ(repr(100.0), "100.0");
  EXPECT_EQ(repr(123.456), "123.456");
  EXPECT_EQ(repr(0.1), "0.1");
  EXPECT_EQ(repr(0.0001), "0.0001");
  EXPECT_EQ(repr(0.00012345), "0.00012345");
  EXPECT_EQ(repr(0.00001), "1e-05");
  EXPECT_EQ(repr(1.5e-7), "1.5e-07");
  EXPECT_EQ(repr(1e15), "1000000000000000.0");
  EXPECT_EQ(repr(1234567890123456.0), "1234567890123456.0");
  EXPECT_EQ(repr(1e16), "1e+16");
  EXPECT_EQ(repr(1.7976931348623157e308), "1.7976931348623157e+308");
  EXPECT_EQ(repr(5e-324), "5e-324");
}

TEST(RealText, ReadsBackAsTheSameDouble) {
  std::uint64_t state = 1;
  for (int round = 0; round < 20'000; ++round) {
    state = state * 6364136223846793005u + 1442695040888963407u;
    const auto value = std::bit_cast<double>(state);
    if (!std::isfinite(value)) continue;
    const std::string text = repr(value);
    EXPECT_EQ(std::bit_cast<std::uint64_t>(std::strtod(text.c_str(), nullptr)), state) << text;
    EXPECT_NE(text.find_first_of(".e"), std::string::npos) << text;
  }
}

}  // namespace

}  // namespace windtunnel::scenario
