#include <charconv>
#include <stdexcept>

#include "runtime/http/head.hpp"

namespace tornado::http {

namespace {

void put_line(std::string_view one, std::string_view between, std::string_view other, std::string& to) {
  for (const std::string_view part : {one, other}) {
    if (part.find_first_of("\r\n") != std::string_view::npos)
      throw std::invalid_argument("Newline in header: " + std::string(part));
  }
  to.append(one).append(between).append(other).append("\r\n");
}

std::string with_headers(std::string text, const HTTPHeaders& headers) {
  headers.for_each(
      [&](const std::string& name, const std::string& value) { put_line(name, ": ", value, text); });
  return text += "\r\n";
}

}  // namespace

std::string to_text(const RequestStartLine& start_line, const HTTPHeaders& headers) {
  std::string text;
  text.reserve(512);
  put_line(start_line.method, " ", start_line.path + " HTTP/1.1", text);
  return with_headers(std::move(text), headers);
}

std::string to_text(const ResponseStartLine& start_line, const HTTPHeaders& headers) {
  std::string text = "HTTP/1.1 ";
  text.reserve(512);
  put_line(std::to_string(start_line.code), " ", start_line.reason, text);
  return with_headers(std::move(text), headers);
}

std::string to_chunk(std::string_view data) {
  if (data.empty()) return "0\r\n\r\n";
  char digits[16];
  const char* const end = std::to_chars(digits, digits + sizeof digits, data.size(), 16).ptr;
  std::string chunk(digits, static_cast<std::size_t>(end - digits));
  chunk.reserve(chunk.size() + data.size() + 4);
  return chunk.append("\r\n").append(data).append("\r\n");
}

}  // namespace tornado::http
