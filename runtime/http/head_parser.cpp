#include <boost/asio/buffer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <charconv>
#include <limits>
#include <stdexcept>

#include "runtime/http/head.hpp"
#include "runtime/http/text.hpp"

namespace tornado::http {

namespace {

namespace beast = boost::beast::http;

bool has_bare_line_feed(std::string_view text) {
  for (std::size_t at = text.find('\n'); at != std::string_view::npos; at = text.find('\n', at + 1)) {
    if (at == 0 || text[at - 1] != '\r') return true;
  }
  return false;
}

// The text as Beast wants it: no line ends before it, and CR LF after each line. Returns the text itself, or
// `copy`.
std::string_view with_crlf(std::string_view text, std::string& copy) {
  text.remove_prefix(std::min(text.find_first_not_of("\r\n"), text.size()));
  if (!has_bare_line_feed(text)) return text;
  copy.reserve(text.size() + 16);
  for (const char byte : text) {
    if (byte == '\n' && !copy.ends_with('\r')) copy += '\r';
    copy += byte;
  }
  return copy;
}

// A folded line without a line before it: the original fails without calling the message malformed, so a
// client hears of it at once.
void refuse_fold_of_nothing(std::string_view lines) {
  const std::size_t end = lines.find("\r\n");
  if (end == std::string_view::npos || end + 2 == lines.size()) return;
  if (lines[end + 2] == ' ' || lines[end + 2] == '\t')
    throw std::invalid_argument("Malformed HTTP headers: the first line continues one before it");
}

bool about_framing(const boost::beast::error_code& error) {
  return error == beast::error::bad_content_length || error == beast::error::bad_transfer_encoding;
}

bool about_start_line(const boost::beast::error_code& error) {
  for (const beast::error kind :
       {beast::error::bad_line_ending, beast::error::bad_method, beast::error::bad_target,
        beast::error::bad_version, beast::error::bad_status, beast::error::bad_reason}) {
    if (error == kind) return true;
  }
  return false;
}

// Parses the head with the parser; returns the framing error, or an empty text.
template <bool is_request>
std::string parse(std::string_view text, beast::parser<is_request, beast::empty_body>& parser) {
  constexpr const char* bad_line =
      is_request ? "Malformed HTTP request line" : "Error parsing response start line";
  std::string copy;
  const std::string_view lines = with_crlf(text, copy);
  if (lines.empty()) throw HTTPInputError(bad_line);
  refuse_fold_of_nothing(lines);
  // The code that reads from the stream limits both already.
  parser.header_limit(std::numeric_limits<std::uint32_t>::max());
  parser.body_limit(std::numeric_limits<std::uint64_t>::max());  // not boost::none, which 1.74 takes for 0
  boost::beast::error_code error;
  try {
    parser.put(boost::asio::buffer(lines.data(), lines.size()), error);
  } catch (const std::length_error& too_long) {  // a name or value of 64 KiB
    throw HTTPInputError(std::string("Malformed HTTP headers: ") + too_long.what());
  }
  if (about_framing(error)) return "Nobody can say how long the body is: " + error.message();
  if (about_start_line(error)) throw HTTPInputError(bad_line);
  if (error || !parser.is_header_done())
    throw HTTPInputError("Malformed HTTP headers: " + (error ? error.message() : "no end"));
  return {};
}

// Strips what Python takes for blanks in Latin-1; control characters were refused before.
std::string_view stripped_left(std::string_view text) {
  return text.substr(std::min(text.find_first_not_of(header_blanks), text.size()));
}

// The headers as the original reads them: Beast, which has accepted the head, would also trim folded lines.
HTTPHeaders headers_of(std::string_view text) {
  HTTPHeaders headers;
  std::string copy;
  std::string_view lines = with_crlf(text, copy);
  lines.remove_prefix(std::min(lines.find("\r\n"), lines.size() - 2) + 2);
  std::string name;
  std::string value;
  const auto add = [&] {
    if (!name.empty()) headers.add(name, std::move(value));
  };
  while (!lines.starts_with("\r\n") && !lines.empty()) {
    const std::string_view line = lines.substr(0, lines.find("\r\n"));
    lines.remove_prefix(std::min(line.size() + 2, lines.size()));
    if (line.front() == ' ' || line.front() == '\t') {
      value.append(" ").append(stripped_left(line));
      continue;
    }
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) throw HTTPInputError("Malformed HTTP headers: a line has no colon");
    add();
    name = line.substr(0, colon);
    value = stripped(line.substr(colon + 1));
  }
  add();
  return headers;
}

// Why nobody can say how long the body is; empty if one can. Beast accepts some of these.
std::string framing_error_of(const HTTPHeaders& headers) {
  if (!headers.has("Content-Length")) return {};
  if (headers.has("Transfer-Encoding"))
    return "Nobody can say how long the body is: it has a length and an encoding";
  if (headers.get("Content-Length", "").find(',') == std::string::npos) return {};
  HTTPHeaders unified = headers;
  if (!unify_content_length(unified)) return "Nobody can say how long the body is: it has several lengths";
  return {};
}

template <class StartLine>
Head<StartLine> head_of(StartLine start_line, std::string_view text, std::string framing_error) {
  Head<StartLine> head{std::move(start_line), headers_of(text), std::move(framing_error)};
  if (head.framing_error.empty()) head.framing_error = framing_error_of(head.headers);
  return head;
}

// Beast would give a phrase of its own for an empty one.
std::string reason_of(std::string_view text) {
  text.remove_prefix(std::min(text.find_first_not_of("\r\n"), text.size()));
  text = text.substr(0, text.find_first_of("\r\n"));
  constexpr std::size_t before = std::string_view("HTTP/1.1 200 ").size();
  return std::string(text.substr(std::min(before, text.size())));
}

std::string version_of(unsigned version) {
  return version == 10 ? "HTTP/1.0" : "HTTP/1.1";
}

}  // namespace

bool unify_content_length(HTTPHeaders& headers) {
  const std::string lengths = headers.get("Content-Length", "");
  if (lengths.find(',') == std::string::npos) return true;
  std::string_view rest = lengths;
  const std::string first(rest.substr(0, rest.find(',')));
  while (true) {
    const std::string_view length = rest.substr(0, rest.find(','));
    if (length != first) return false;
    if (length.size() == rest.size()) break;
    rest.remove_prefix(length.size() + 1);
    rest.remove_prefix(std::min(rest.find_first_not_of(" \t"), rest.size()));
  }
  headers.set("Content-Length", first);
  return true;
}

Head<RequestStartLine> parse_request_head(std::string_view text) {
  beast::request_parser<beast::empty_body> parser;
  std::string framing_error = parse(text, parser);
  const auto& message = parser.get();
  return head_of(RequestStartLine{std::string(message.method_string()), std::string(message.target()),
                                  version_of(message.version())},
                 text, std::move(framing_error));
}

Head<ResponseStartLine> parse_response_head(std::string_view text) {
  beast::response_parser<beast::empty_body> parser;
  std::string framing_error = parse(text, parser);
  const auto& message = parser.get();
  return head_of(ResponseStartLine{version_of(message.version()), static_cast<int>(message.result_int()),
                                   reason_of(text)},
                 text, std::move(framing_error));
}

std::size_t parse_chunk_size(std::string_view line) {
  constexpr std::string_view blanks = " \t\r\n";
  const std::size_t begin = std::min(line.find_first_not_of(blanks), line.size());
  const std::string_view digits = line.substr(begin, line.find_last_not_of(blanks) + 1 - begin);
  std::size_t size = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), size, 16);
  if (error != std::errc() || end != digits.data() + digits.size())
    throw std::invalid_argument("the size of a chunk is not a hexadecimal number: '" + std::string(digits) +
                                "'");
  return size;
}

}  // namespace tornado::http
