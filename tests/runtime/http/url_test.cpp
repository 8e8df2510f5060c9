#include "runtime/http/url.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdexcept>

namespace tornado::http {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(Url, IsTakenApart) {
  const Url url = parse_url("HTTP://me:secret@Example.com:8080/a/b?c=d&e#f");
  EXPECT_EQ(url.scheme, "http");
  EXPECT_EQ(url.username, "me");
  EXPECT_EQ(url.password, "secret");
  EXPECT_EQ(url.host, "Example.com");
  EXPECT_EQ(url.port, 8080);
  EXPECT_EQ(url.authority, "Example.com:8080");
  EXPECT_EQ(url.target, "/a/b?c=d&e");
}

TEST(Url, WhatIsNotThereIsEmpty) {
  const Url url = parse_url("http://example.com");
  EXPECT_EQ(url.username, std::nullopt);
  EXPECT_EQ(url.password, std::nullopt);
  EXPECT_EQ(url.port, std::nullopt);
  EXPECT_EQ(url.authority, "example.com");
  EXPECT_EQ(url.target, "/");
  EXPECT_EQ(parse_url("http://h?q").target, "/?q");
  EXPECT_EQ(parse_url("http://h/a/").target, "/a/");
}

TEST(Url, AnAddressIsAHost) {
  EXPECT_EQ(parse_url("http://[::1]:80/").host, "::1");
  EXPECT_EQ(parse_url("http://[::1]:80/").authority, "[::1]:80");
  EXPECT_EQ(parse_url("http://127.0.0.1/").host, "127.0.0.1");
}

TEST(Url, WhatIsNoneIsRefusedWithItsText) {
  for (const char* text :
       {"", "/path", "//host/", "http://", "http:///a", "http://a b/", "http://h:99999/", "http://h:x/"}) {
    try {
      static_cast<void>(parse_url(text));
      ADD_FAILURE() << text;
    } catch (const std::invalid_argument& error) {
      EXPECT_THAT(error.what(), ::testing::HasSubstr(text));
    }
  }
}

TEST(Url, AReferenceIsResolved) {
  const char* base = "http://h:81/a/b?c#d";
  EXPECT_EQ(resolve_url(base, "/x"), "http://h:81/x");
  EXPECT_EQ(resolve_url(base, "x?y"), "http://h:81/a/x?y");
  EXPECT_EQ(resolve_url(base, "../x"), "http://h:81/x");
  EXPECT_EQ(resolve_url(base, "//other/x"), "http://other/x");
  EXPECT_EQ(resolve_url(base, "http://other"), "http://other");
  EXPECT_EQ(resolve_url(base, "ftp://other/"), "ftp://other/");
  EXPECT_THROW(static_cast<void>(resolve_url(base, "a b")), std::invalid_argument);
}

TEST(Url, ArgumentsAreDecoded) {
  EXPECT_THAT(parse_arguments("a=1&b=x+y%21&a=&c&&=d"),
              ElementsAre(Argument("a", "1"), Argument("b", "x y!"), Argument("a", ""), Argument("c", ""),
                          Argument("", "d")));
  EXPECT_THAT(parse_arguments(""), IsEmpty());
  EXPECT_THAT(parse_arguments("a=%zz%4"), ElementsAre(Argument("a", "%zz%4")));
  EXPECT_THAT(parse_arguments("a=b=c"), ElementsAre(Argument("a", "b=c")));
}

}  // namespace
}  // namespace tornado::http
