#include "runtime/web/output_transform.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace tornado::web {

namespace {

constexpr std::size_t least_length = 1024;  // a shorter body gains nothing
constexpr int level = 6;

bool is_compressible(std::string_view type) {
  constexpr std::array<std::string_view, 7> types = {
      "application/javascript", "application/x-javascript", "application/xml", "application/atom+xml",
      "application/json",       "application/xhtml+xml",    "image/svg+xml"};
  return type.starts_with("text/") || std::find(types.begin(), types.end(), type) != types.end();
}

}  // namespace

GzipContentEncoding::GzipContentEncoding(const http::HTTPHeaders& request, const IOLoop& loop)
    : accepted_(request.get("Accept-Encoding", "").find("gzip") != std::string::npos), loop_(loop) {}

void GzipContentEncoding::transform_first_chunk(http::HTTPHeaders& headers, std::string& chunk,
                                                bool finishing) {
  const std::optional<std::string> vary = headers.get("Vary");
  headers.set("Vary", vary ? *vary + ", Accept-Encoding" : "Accept-Encoding");
  const std::string type = headers.get("Content-Type", "");
  if (!accepted_ || !is_compressible(std::string_view(type).substr(0, type.find(';'))) ||
      (finishing && chunk.size() < least_length) || headers.has("Content-Encoding"))
    return;
  headers.set("Content-Encoding", "gzip");
  compressor_.emplace(level, static_cast<std::uint32_t>(seconds_of(loop_.wall_time())));
  transform_chunk(chunk, finishing);
  if (!headers.has("Content-Length")) return;
  if (finishing) {
    headers.set("Content-Length", std::to_string(chunk.size()));
  } else {
    headers.erase("Content-Length");
  }
}

void GzipContentEncoding::transform_chunk(std::string& chunk, bool finishing) {
  if (compressor_) chunk = compressor_->compress(chunk, finishing);
}

}  // namespace tornado::web
