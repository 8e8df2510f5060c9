#include "runtime/http/gzip.hpp"

#include <gtest/gtest.h>
#include <stdexcept>

namespace tornado::http {
namespace {

std::string expanded(std::string_view bytes, std::size_t most) {
  GzipExpander expander;
  std::string all;
  while (!bytes.empty()) {
    const std::string part = expander.expand(bytes, most);
    EXPECT_LE(part.size(), most);
    all += part;
  }
  return all;
}

TEST(Gzip, WhatIsCompressedIsExpandedPieceByPiece) {
  const std::string text(100'000, 'x');
  const std::string whole = GzipCompressor(6).compress(text, true);
  EXPECT_LT(whole.size(), 1000U);
  EXPECT_EQ(expanded(whole, 1000), text);
  EXPECT_EQ(expanded(whole + "junk after the end", 1U << 20U), text);

  GzipCompressor compressor(6);
  GzipExpander expander;
  for (const char* piece : {"one ", "", "two"}) {
    const std::string flushed = compressor.compress(piece, false);
    std::string_view bytes = flushed;
    EXPECT_EQ(expander.expand(bytes, 100), piece) << "each piece can be expanded at once";
    EXPECT_EQ(bytes, "");
  }
}

TEST(Gzip, IsWhatPythonWrites) {
  const std::string head = GzipCompressor(6).compress("hello", true).substr(0, 10);
  EXPECT_EQ(head, std::string("\x1f\x8b\x08\0\0\0\0\0\0\xff", 10));
}

TEST(Gzip, WhatIsNotGzipIsRefused) {
  GzipExpander expander;
  std::string_view bytes = "no gzip";
  EXPECT_THROW(static_cast<void>(expander.expand(bytes, 100)), std::invalid_argument);
  EXPECT_EQ(expander.expand(bytes, 100), "") << "it has ended";
}

}  // namespace
}  // namespace tornado::http
