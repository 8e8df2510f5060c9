#include "harness/findings/page/curves.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace windtunnel::findings {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(Curves, KeepFewMomentsHoweverLongItTakes) {
  Curves curves;
  constexpr std::uint64_t count = 100'000;
  for (std::uint64_t at = 0; at <= count; ++at) curves.add(static_cast<double>(at), {{"a", at}});
  const auto& moments = curves.moments();
  EXPECT_LE(moments.size(), Curves::most_moments);
  EXPECT_GE(moments.size(), Curves::most_moments / 2);
  EXPECT_EQ(moments.front().seconds, 0);
  EXPECT_EQ(moments.back().values.front(), count) << "the latest one is there";
  for (std::size_t at = 2; at + 1 < moments.size(); ++at)
    EXPECT_EQ(moments[at].seconds - moments[at - 1].seconds, moments[1].seconds - moments[0].seconds);
}

TEST(Curves, AreDrawnWithTheirNamesTheHighestFirst) {
  Curves curves;
  curves.add(0, {{"low", 0}, {"<high>", 0}, {"never", 0}});
  curves.add(2, {{"low", 5}, {"<high>", 1000}, {"never", 0}});
  const std::string plot = plot_of(curves);
  EXPECT_THAT(plot, HasSubstr("points=\"70.0,232.0 630.0,12.0 \"><title>&lt;high&gt; 1,000</title>"));
  EXPECT_THAT(plot, HasSubstr("points=\"70.0,232.0 630.0,230.9 \"><title>low 5</title>"));
  EXPECT_LT(plot.find("&lt;high&gt;"), plot.find("low 5"));
  EXPECT_THAT(plot, HasSubstr(">2.0 s</text>"));
  EXPECT_THAT(plot, Not(HasSubstr("never"))) << "a line at 0 says nothing";
}

TEST(Curves, BeginWithNothingSoThatOneMomentIsALine) {
  Curves curves;
  curves.add(0.5, {{"a", 7}});
  EXPECT_THAT(plot_of(curves), HasSubstr("points=\"70.0,232.0 630.0,12.0 \"><title>a 7</title>"));
}

TEST(Curves, ThatShowNothingAreNotDrawn) {
  Curves curves;
  EXPECT_EQ(plot_of(curves), "");
  Curves zero;
  zero.add(0, {{"a", 0}});
  zero.add(1, {{"a", 0}});
  EXPECT_EQ(plot_of(zero), "");
}

}  // namespace
}  // namespace windtunnel::findings
