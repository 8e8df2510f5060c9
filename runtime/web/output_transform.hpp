// OutputTransform: changes a response on its way out.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "runtime/http/gzip.hpp"
#include "runtime/http/headers.hpp"

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
  explicit GzipContentEncoding(const http::HTTPHeaders& request);

  void transform_first_chunk(http::HTTPHeaders& headers, std::string& chunk, bool finishing) override;
  void transform_chunk(std::string& chunk, bool finishing) override;

 private:
  bool accepted_;
  std::optional<http::GzipCompressor> compressor_;
};

}  // namespace tornado::web
