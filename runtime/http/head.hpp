// The head of a message: its first line and its headers, read from text and written as text. Boost.Beast
// knows the grammar; nothing of it is seen here, because it takes long to compile.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "runtime/http/errors.hpp"
#include "runtime/http/headers.hpp"

namespace tornado::http {

/// "GET /path HTTP/1.1"
struct RequestStartLine {
  std::string method;
  std::string path;
  std::string version;
  bool operator==(const RequestStartLine&) const = default;
};

/// "HTTP/1.1 200 OK"
struct ResponseStartLine {
  std::string version;
  int code = 0;
  std::string reason;
  bool operator==(const ResponseStartLine&) const = default;
};

/// A head that was read.
template <class StartLine>
struct Head {
  StartLine start_line;
  HTTPHeaders headers;
  /// Why nobody can say how long the body is; empty if it is clear. The headers then are those before the
  /// one that spoilt it.
  std::string framing_error;
};

/// Reads a head, which ends with an empty line. Line ends before it are skipped and a lone LF ends a line, as
/// in the original; otherwise stricter than that: HTTP/1.0 and 1.1 alone, codes of three digits, names of
/// token characters, lengths that are not negative. Throws HTTPInputError.
Head<RequestStartLine> parse_request_head(std::string_view text);
Head<ResponseStartLine> parse_response_head(std::string_view text);

/// The text of a head, in HTTP/1.1 whatever the start line's version. Throws std::invalid_argument if there
/// is a line end inside.
std::string to_text(const RequestStartLine& start_line, const HTTPHeaders& headers);
std::string to_text(const ResponseStartLine& start_line, const HTTPHeaders& headers);

/// The size that a chunk's first line gives. Throws std::invalid_argument unless it is a hexadecimal number
/// and nothing else; a chunk extension is refused, as by the original.
std::size_t parse_chunk_size(std::string_view line);

/// The chunk as it is sent. Nothing makes the last chunk of a body.
std::string to_chunk(std::string_view data);

/// "Not Found" for 404; "Unknown" for a code that has no phrase.
std::string_view reason_phrase(int code);

}  // namespace tornado::http
