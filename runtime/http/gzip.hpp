// Gzip, by zlib: compressing and expanding a stream of bytes piece by piece.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace tornado::http {

/// Expands what a gzip stream holds.
class GzipExpander {
 public:
  GzipExpander();
  GzipExpander(const GzipExpander&) = delete;
  GzipExpander& operator=(const GzipExpander&) = delete;
  ~GzipExpander();

  /// Expands at most `most` bytes from the front of `bytes`, and removes from it what it has taken. What
  /// follows the end of the stream is dropped. Throws std::invalid_argument if the bytes are not gzip; then
  /// it has ended.
  std::string expand(std::string_view& bytes, std::size_t most);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// Compresses. The same bytes give the same result: the stream names no time.
class GzipCompressor {
 public:
  /// A level of zlib's, 1 to 9.
  explicit GzipCompressor(int level);
  GzipCompressor(const GzipCompressor&) = delete;
  GzipCompressor& operator=(const GzipCompressor&) = delete;
  ~GzipCompressor();

  /// Compresses the bytes; the receiver can expand everything so far. If `last`, ends the stream.
  std::string compress(std::string_view bytes, bool last);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace tornado::http
