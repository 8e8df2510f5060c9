#include "runtime/http/gzip.hpp"

#include <algorithm>
#include <cassert>
#include <limits>
#include <stdexcept>
#include <zlib.h>

namespace tornado::http {

namespace {

constexpr int with_gzip_head = 16;  // added to the window's bits

// zlib counts in unsigned int; it never writes to its input.
void give(z_stream& stream, std::string_view bytes) {
  assert(bytes.size() <= std::numeric_limits<uInt>::max());
  stream.next_in = const_cast<Bytef*>(reinterpret_cast<const Bytef*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
}

void take(z_stream& stream, std::string& to, std::size_t at) {
  stream.next_out = reinterpret_cast<Bytef*>(to.data()) + at;
  stream.avail_out = static_cast<uInt>(to.size() - at);
}

constexpr std::size_t piece_size = std::size_t{1} << 20U;

}  // namespace

struct GzipExpander::State {
  z_stream stream{};
  bool ended = false;
};

GzipExpander::GzipExpander() : state_(std::make_unique<State>()) {
  if (inflateInit2(&state_->stream, MAX_WBITS + with_gzip_head) != Z_OK) throw std::bad_alloc();
}

GzipExpander::~GzipExpander() {
  inflateEnd(&state_->stream);
}

std::string GzipExpander::expand(std::string_view& bytes, std::size_t most) {
  if (state_->ended) {
    bytes = {};
    return {};
  }
  const std::string_view piece = bytes.substr(0, piece_size);
  std::string expanded(std::min(most, piece_size), '\0');
  give(state_->stream, piece);
  take(state_->stream, expanded, 0);
  const int result = inflate(&state_->stream, Z_SYNC_FLUSH);
  if (result != Z_OK && result != Z_STREAM_END && result != Z_BUF_ERROR) {
    state_->ended = true;
    throw std::invalid_argument(std::string("gzip: ") +
                                (state_->stream.msg != nullptr ? state_->stream.msg : "invalid data"));
  }
  expanded.resize(expanded.size() - state_->stream.avail_out);
  bytes.remove_prefix(piece.size() - state_->stream.avail_in);
  state_->ended = result == Z_STREAM_END;
  if (state_->ended) bytes = {};
  assert(!expanded.empty() || bytes.empty() || piece.size() > state_->stream.avail_in);  // no endless loop
  return expanded;
}

struct GzipCompressor::State {
  z_stream stream{};
  gz_header head{};
};

GzipCompressor::GzipCompressor(int level, std::uint32_t second) : state_(std::make_unique<State>()) {
  constexpr int memory_level = 8;
  if (deflateInit2(&state_->stream, level, Z_DEFLATED, MAX_WBITS + with_gzip_head, memory_level,
                   Z_DEFAULT_STRATEGY) != Z_OK)
    throw std::bad_alloc();
  // As Python writes it: no name, the time, and an unknown system.
  constexpr int unknown_system = 255;
  state_->head.os = unknown_system;
  state_->head.time = second;
  deflateSetHeader(&state_->stream, &state_->head);
}

GzipCompressor::~GzipCompressor() {
  deflateEnd(&state_->stream);
}

std::string GzipCompressor::compress(std::string_view bytes, bool last) {
  std::string compressed;
  do {
    const std::string_view piece = bytes.substr(0, piece_size);
    bytes.remove_prefix(piece.size());
    give(state_->stream, piece);
    const int how = !bytes.empty() ? Z_NO_FLUSH : last ? Z_FINISH : Z_SYNC_FLUSH;
    do {
      const std::size_t had = compressed.size();
      compressed.resize(had + piece.size() / 2 + 128);
      take(state_->stream, compressed, had);
      deflate(&state_->stream, how);
      compressed.resize(compressed.size() - state_->stream.avail_out);
    } while (state_->stream.avail_out == 0);
  } while (!bytes.empty());
  return compressed;
}

}  // namespace tornado::http
