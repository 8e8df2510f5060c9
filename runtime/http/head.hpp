// The head of a message, its first line and its headers: parsing and writing. Boost.Beast decides what is a
// head; no header of it is included here, because it takes long to compile.
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

/// A head that was parsed.
template <class StartLine>
struct Head {
  StartLine start_line;
  HTTPHeaders headers;
  /// Why the length of the body is unknown; empty if it is known.
  std::string framing_error;
};

/// Parses a head, which ends with an empty line. As in the original, line ends before it are skipped, and a
/// lone LF ends a line. Otherwise this is stricter: only HTTP/1.0 and 1.1, codes of three digits, names of
/// token characters, lengths that are not negative. Throws HTTPInputError, and std::invalid_argument if the
/// first header is a folded line.
Head<RequestStartLine> parse_request_head(std::string_view text);
Head<ResponseStartLine> parse_response_head(std::string_view text);

/// Makes equal lengths in Content-Length one, which the original does once it has read a body. Returns false,
/// and changes nothing, if they are not equal.
bool unify_content_length(HTTPHeaders& headers);

/// The text of a head, always in HTTP/1.1. Throws std::invalid_argument if there is a line end inside.
std::string to_text(const RequestStartLine& start_line, const HTTPHeaders& headers);
std::string to_text(const ResponseStartLine& start_line, const HTTPHeaders& headers);

/// Parses the size on a chunk's first line. Throws std::invalid_argument unless the line is a hexadecimal
/// number and nothing else; like the original, it refuses chunk extensions.
std::size_t parse_chunk_size(std::string_view line);

/// The chunk as it is sent. An empty one is the last chunk of a body.
std::string to_chunk(std::string_view data);

/// "Not Found" for 404; "Unknown" for a code that has no phrase.
std::string_view reason_phrase(int code);

}  // namespace tornado::http
