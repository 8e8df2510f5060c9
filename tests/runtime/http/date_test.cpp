#include "runtime/http/date.hpp"

#include <gtest/gtest.h>

namespace tornado::http {
namespace {

TEST(HttpDate, IsReadInAllThreeFormatsAndAsItIsWritten) {
  constexpr Time time = at_seconds(784111777);
  for (const char* text :
       {"Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994",
        "06 November 1994 08:49:37 GMT", "Sun, 06 NOV 1994 08:49:37"})
    EXPECT_EQ(parse_http_date(text), time) << text;
  EXPECT_EQ(http_date(time), "Sun, 06 Nov 1994 08:49:37 GMT");
  EXPECT_EQ(parse_http_date("Fri, 02 Jan 70 00:00"), at_seconds(86400));
}

TEST(HttpDate, WhatIsNoneIsNone) {
  for (const char* text :
       {"", "never", "Sun, 06 Now 1994 08:49:37 GMT", "Sun, 31 Feb 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 25:49:37 GMT", "Sun, 06 Nov 1994 GMT x", "a b c d e f", "1 2 3 4"})
    EXPECT_EQ(parse_http_date(text), std::nullopt) << text;
}

}  // namespace
}  // namespace tornado::http
