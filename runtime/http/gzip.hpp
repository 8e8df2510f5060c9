// Gzip, by zlib: compressing and expanding a stream of bytes piece by piece.
#pragma once

#include <cstddef>
#include <cstdint>
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

/// Compresses. The same bytes, at the same second, give the same result.
class GzipCompressor {
 public:
  /// A level of zlib's, 1 to 9. `second` is the time that the stream names, since 1970; 0 is none.
  explicit GzipCompressor(int level, std::uint32_t second = 0);
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
