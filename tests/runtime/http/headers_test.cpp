#include "runtime/http/headers.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tornado::http {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(HTTPHeaders, NamesAreWrittenWithCapitals) {
  EXPECT_EQ(HTTPHeaders::normalized("content-type"), "Content-Type");
  EXPECT_EQ(HTTPHeaders::normalized("ETAG"), "Etag");
  EXPECT_EQ(HTTPHeaders::normalized("x--y"), "X--Y");
  EXPECT_EQ(HTTPHeaders::normalized(""), "");
}

TEST(HTTPHeaders, ValuesOfOneNameAreKeptApartAndReadJoined) {
  HTTPHeaders headers{{"set-cookie", "a=b"}, {"Host", "h"}, {"Set-Cookie", "c=d"}};
  EXPECT_EQ(headers.get("SET-COOKIE"), "a=b,c=d");
  EXPECT_THAT(headers.get_list("Set-Cookie"), ElementsAre("a=b", "c=d"));
  EXPECT_THAT(headers.get_all(), ElementsAre(HeaderField("Set-Cookie", "a=b"),
                                             HeaderField("Set-Cookie", "c=d"), HeaderField("Host", "h")));
  headers.set("set-cookie", "e=f");
  EXPECT_EQ(headers.get("Set-Cookie"), "e=f");
}

TEST(HTTPHeaders, WhatIsNotThereIsNothing) {
  HTTPHeaders headers;
  EXPECT_EQ(headers.get("Host"), std::nullopt);
  EXPECT_EQ(headers.get("Host", "other"), "other");
  EXPECT_THAT(headers.get_list("Host"), IsEmpty());
  EXPECT_FALSE(headers.erase("Host"));
  headers.set("Host", "");
  EXPECT_EQ(headers.get("Host"), "");
  EXPECT_TRUE(headers.has("host"));
  EXPECT_TRUE(headers.erase("hOST"));
  EXPECT_TRUE(headers.empty());
}

TEST(HTTPHeaders, AWordIsTheWholeValueInAnyCase) {
  const HTTPHeaders headers{{"Connection", "Keep-Alive"}, {"Two", "a"}, {"Two", "b"}};
  EXPECT_TRUE(headers.says("connection", "keep-alive"));
  EXPECT_FALSE(headers.says("connection", "keep"));
  EXPECT_FALSE(headers.says("two", "a"));
  EXPECT_FALSE(headers.says("none", ""));
}

}  // namespace
}  // namespace tornado::http
