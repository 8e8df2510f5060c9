#include <boost/asio/buffer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/status.hpp>
#include <charconv>
#include <limits>
#include <stdexcept>

#include "runtime/http/head.hpp"

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

HTTPHeaders headers_of(const beast::fields& fields) {
  HTTPHeaders headers;
  for (const auto& field : fields)
    headers.add({field.name_string().data(), field.name_string().size()},
                {field.value().data(), field.value().size()});
  return headers;
}

std::string version_of(unsigned version) {
  return version == 10 ? "HTTP/1.0" : "HTTP/1.1";
}

}  // namespace

Head<RequestStartLine> parse_request_head(std::string_view text) {
  beast::request_parser<beast::empty_body> parser;
  std::string framing_error = parse(text, parser);
  const auto& message = parser.get();
  return {
      {std::string(message.method_string()), std::string(message.target()), version_of(message.version())},
      headers_of(message),
      std::move(framing_error)};
}

Head<ResponseStartLine> parse_response_head(std::string_view text) {
  beast::response_parser<beast::empty_body> parser;
  std::string framing_error = parse(text, parser);
  const auto& message = parser.get();
  return {
      {version_of(message.version()), static_cast<int>(message.result_int()), std::string(message.reason())},
      headers_of(message),
      std::move(framing_error)};
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

std::string_view reason_phrase(int code) {
  const beast::status status = beast::int_to_status(static_cast<unsigned>(code));
  // Beast has phrases that some proxies invented; 599 is this client's own.
  if (status == beast::status::unknown || status == beast::status::network_connect_timeout_error)
    return "Unknown";
  const boost::beast::string_view phrase = beast::obsolete_reason(status);
  return {phrase.data(), phrase.size()};
}

}  // namespace tornado::http
