// Cookies, as Tornado 4.5.3 on Python 3.11 reads and writes them.
#include "runtime/http/cookies.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdexcept>

namespace tornado::http {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;

TEST(Cookies, AreReadAsBrowsersMeanThem) {
  EXPECT_THAT(parse_cookies("a=1; b = x y ;a=2"), ElementsAre(Pair("a", "2"), Pair("b", "x y")));
  EXPECT_THAT(parse_cookies("a=\"x\\\"y\\054\\\\\""), ElementsAre(Pair("a", "x\"y,\\")));
  EXPECT_THAT(parse_cookies("a=b=c"), ElementsAre(Pair("a", "b=c")));
  EXPECT_THAT(parse_cookies("=x; novalue; bad name=1; Path=/; ;"), IsEmpty());
  EXPECT_THAT(parse_cookies("a=\"x"), ElementsAre(Pair("a", "\"x")));
}

TEST(Cookies, AreWritten) {
  CookieOptions options;
  EXPECT_EQ(to_set_cookie("a", "b", options, ""), "a=b; Path=/");
  EXPECT_EQ(to_set_cookie("a", "", options, ""), "a=\"\"; Path=/");
  EXPECT_EQ(to_set_cookie("a", "x\"y;z,\\{", options, ""), "a=\"x\\\"y\\073z\\054\\\\{\"; Path=/");
  options.domain = "d";
  options.httponly = true;
  options.secure = true;
  options.max_age = 5;
  EXPECT_EQ(to_set_cookie("a", "b", options, "E"),
            "a=b; Domain=d; expires=E; HttpOnly; Max-Age=5; Path=/; Secure");
}

TEST(Cookies, WhatWouldBreakTheHeaderIsRefused) {
  for (const char* bad : {"a b", "a\r\nb", "a\tb"}) {
    EXPECT_THROW(static_cast<void>(to_set_cookie("a", bad, {}, "")), std::invalid_argument) << bad;
    EXPECT_THROW(static_cast<void>(to_set_cookie(bad, "a", {}, "")), std::invalid_argument) << bad;
  }
  for (const char* name : {"", "a;b", "Path", "a=b"})
    EXPECT_THROW(static_cast<void>(to_set_cookie(name, "a", {}, "")), std::invalid_argument) << name;
}

TEST(Cookies, WhatIsWrittenIsReadAgain) {
  for (const char* value : {"", "x", "\"", "a;b", "\\", "\xc3\xa4", "x=y"}) {
    const std::string written = to_set_cookie("name", value, {}, "");
    EXPECT_THAT(parse_cookies(written.substr(0, written.find("; Path"))), ElementsAre(Pair("name", value)));
  }
}

}  // namespace
}  // namespace tornado::http
