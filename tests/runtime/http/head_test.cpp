#include "runtime/http/head.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdexcept>

namespace tornado::http {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

std::string refusal(auto parse, const std::string& text) {
  try {
    static_cast<void>(parse(text));
  } catch (const HTTPInputError& error) {
    return error.what();
  }
  return "read";
}

std::string response(const std::string& fields) {
  return "HTTP/1.1 200 OK\r\n" + fields + "\r\n";
}

TEST(Head, ARequestIsRead) {
  const auto head = parse_request_head("POST /a?b=c HTTP/1.0\r\nhost: x\r\nA:  b \r\na: c\r\n\r\n");
  EXPECT_EQ(head.start_line, (RequestStartLine{"POST", "/a?b=c", "HTTP/1.0"}));
  EXPECT_EQ(head.headers, (HTTPHeaders{{"Host", "x"}, {"A", "b"}, {"A", "c"}}));
  EXPECT_EQ(head.framing_error, "");
}

TEST(Head, AResponseIsRead) {
  const auto head = parse_response_head("HTTP/1.1 404 Not  There\r\nX: \r\n\r\n");
  EXPECT_EQ(head.start_line, (ResponseStartLine{"HTTP/1.1", 404, "Not  There"}));
  EXPECT_EQ(head.headers.get("x"), "");
}

TEST(Head, AnyMethodIsRead) {
  EXPECT_EQ(parse_request_head("FOO / HTTP/1.1\r\n\r\n").start_line.method, "FOO");
}

TEST(Head, LineEndsBeforeItAndLoneOnesAreTakenAsTheOriginalTakesThem) {
  EXPECT_EQ(parse_response_head("\r\nHTTP/1.1 200 OK\nA: b\n\n").headers.get("A"), "b");
  EXPECT_EQ(parse_response_head(response("A: b\r\n  c\r\n")).headers.get("A"), "b c") << "folded";
}

TEST(Head, AStartLineThatIsNoneIsRefused) {
  for (const char* line :
       {"", "GET", "GET /", "GET / HTTP/2.0", "GET / HTTP/1.1 x", " GET / HTTP/1.1", "GET / ftp/1.1"}) {
    EXPECT_EQ(refusal(parse_request_head, std::string(line) + "\r\n\r\n"), "Malformed HTTP request line")
        << line;
  }
  for (const char* line :
       {"", "HELLO", "HTTP/1.1 200", "HTTP/2.0 200 OK", "HTTP/1.1 2x0 OK", "HTTP/1.1 1000 OK"}) {
    EXPECT_EQ(refusal(parse_response_head, std::string(line) + "\r\n\r\n"),
              "Error parsing response start line")
        << line;
  }
}

TEST(Head, AHeaderThatIsNoneIsRefused) {
  for (const char* field : {"nocolon", ": value", "a b: c", "A\x01: b"}) {
    EXPECT_THAT(refusal(parse_response_head, response(std::string(field) + "\r\n")),
                HasSubstr("Malformed HTTP headers"))
        << field;
  }
  EXPECT_THROW(static_cast<void>(parse_response_head(response(" folded first\r\n"))), std::invalid_argument)
      << "the original does not call it malformed";
  EXPECT_THAT(refusal(parse_response_head, "HTTP/1.1 200 OK\r\nA: b\r\n"),
              HasSubstr("Malformed HTTP headers"));
}

TEST(Head, ALengthThatIsNotClearIsTold) {
  for (const char* fields :
       {"Content-Length: x\r\n", "Content-Length: -5\r\n", "Content-Length: \r\n",
        "Content-Length: 99999999999999999999999\r\n", "Content-Length: 5, 6\r\n",
        "Content-Length: 5\r\nContent-Length: 6\r\n", "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
        "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n"}) {
    EXPECT_THAT(parse_response_head(response(std::string("A: b\r\n") + fields)).framing_error, Not(IsEmpty()))
        << fields;
  }
  for (const char* fields :
       {"", "Content-Length: 5\r\n", "Content-Length: 5, 5\r\n", "Content-Length: 5\r\nContent-Length: 5\r\n",
        "Transfer-Encoding: chunked\r\n", "Transfer-Encoding: gzip\r\n"}) {
    EXPECT_THAT(parse_response_head(response(fields)).framing_error, IsEmpty()) << fields;
  }
}

TEST(Head, AHeadOfAnyLengthIsReadAValueUpTo64KiB) {
  const std::string field = "A: " + std::string(65'000, 'x') + "\r\n";
  EXPECT_EQ(refusal(parse_response_head, response(field + field)), "read");
  EXPECT_EQ(refusal(parse_response_head, response("A: " + std::string(66'000, 'x') + "\r\n")),
            "Malformed HTTP headers: field value too large");
}

TEST(Head, WhatIsWrittenIsReadAsTheSame) {
  const HTTPHeaders headers{{"Host", "x:80"}, {"A", "b"}, {"A", "c"}, {"Empty", ""}};
  const std::string request = to_text(RequestStartLine{"PURGE", "/p?q", ""}, headers);
  EXPECT_EQ(request, "PURGE /p?q HTTP/1.1\r\nHost: x:80\r\nA: b\r\nA: c\r\nEmpty: \r\n\r\n");
  const auto read = parse_request_head(request);
  EXPECT_EQ(read.start_line, (RequestStartLine{"PURGE", "/p?q", "HTTP/1.1"}));
  EXPECT_EQ(read.headers, headers);

  const std::string response = to_text(ResponseStartLine{"", 299, "Quite fine"}, {{"A", "b"}});
  EXPECT_EQ(response, "HTTP/1.1 299 Quite fine\r\nA: b\r\n\r\n");
}

TEST(Head, ALineEndInsideIsNotWritten) {
  for (const char* bad : {"a\r\nb", "a\nb", "a\rb"}) {
    EXPECT_THROW(static_cast<void>(to_text(RequestStartLine{"GET", bad, ""}, {})), std::invalid_argument);
    EXPECT_THROW(static_cast<void>(to_text(RequestStartLine{bad, "/", ""}, {})), std::invalid_argument);
    EXPECT_THROW(static_cast<void>(to_text(ResponseStartLine{"", 200, bad}, {})), std::invalid_argument);
    EXPECT_THROW(static_cast<void>(to_text(ResponseStartLine{"", 200, "OK"}, {{"A", bad}})),
                 std::invalid_argument);
    EXPECT_THROW(static_cast<void>(to_text(ResponseStartLine{"", 200, "OK"}, {{bad, "A"}})),
                 std::invalid_argument);
  }
}

TEST(Head, AChunkIsWrittenAndItsSizeRead) {
  EXPECT_EQ(to_chunk("hello, world, hello"), "13\r\nhello, world, hello\r\n");
  EXPECT_EQ(to_chunk(""), "0\r\n\r\n");
  EXPECT_EQ(parse_chunk_size("13\r\n"), 19U);
  EXPECT_EQ(parse_chunk_size(" fF \r\n"), 255U);
  EXPECT_EQ(parse_chunk_size("0\r\n"), 0U);
  for (const char* line :
       {"", "\r\n", "x\r\n", "-5\r\n", "+5\r\n", "5;a=b\r\n", "0x5\r\n", "5 5\r\n", "11112222333344445\r\n"})
    EXPECT_THROW(static_cast<void>(parse_chunk_size(line)), std::invalid_argument) << line;
}

TEST(Head, ReasonsAreTheCodes) {
  EXPECT_EQ(reason_phrase(404), "Not Found");
  EXPECT_EQ(reason_phrase(405), "Method Not Allowed");
  EXPECT_EQ(reason_phrase(599), "Unknown");
  EXPECT_EQ(reason_phrase(-1), "Unknown");
}

}  // namespace
}  // namespace tornado::http
