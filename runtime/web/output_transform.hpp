// OutputTransform: changes a response on its way out.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "runtime/http/gzip.hpp"
#include "runtime/http/headers.hpp"
#include "runtime/io_loop.hpp"

namespace tornado::web {

/// One for each response.
class OutputTransform {
 public:
  OutputTransform() = default;
  OutputTransform(const OutputTransform&) = delete;
  OutputTransform& operator=(const OutputTransform&) = delete;
  virtual ~OutputTransform() = default;

  /// Changes the headers and the first chunk; `finishing`: there is no other.
  virtual void transform_first_chunk(http::HTTPHeaders& headers, std::string& chunk, bool finishing) = 0;
  /// Changes a later chunk.
  virtual void transform_chunk(std::string& chunk, bool finishing) = 0;
};

/// Compresses texts of at least 1024 bytes, and such that are sent in parts, for browsers that accept gzip.
class GzipContentEncoding final : public OutputTransform {
 public:
  /// The streams name the time of the loop's wall clock. The loop must outlive the response.
  GzipContentEncoding(const http::HTTPHeaders& request, const IOLoop& loop);

  void transform_first_chunk(http::HTTPHeaders& headers, std::string& chunk, bool finishing) override;
  void transform_chunk(std::string& chunk, bool finishing) override;

 private:
  const bool accepted_;
  const IOLoop& loop_;
  std::optional<http::GzipCompressor> compressor_;
};

}  // namespace tornado::web
