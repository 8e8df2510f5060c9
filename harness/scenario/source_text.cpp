#include "harness/scenario/source_text.hpp"

#include <algorithm>
#include <fstream>
#include <system_error>

#include "harness/core/lines.hpp"
#include "harness/scenario/source_error.hpp"
#include "harness/scenario/utf8.hpp"

namespace windtunnel::scenario {

namespace {

[[noreturn]] void refuse_file(std::string_view file, std::string found) {
  throw SourceError(file, {}, std::move(found),
                    "a text file of at most " + std::to_string(max_source_bytes) + " bytes");
}

[[noreturn]] void refuse_byte(std::string_view text, std::size_t at, std::string_view file,
                              std::string allowed) {
  const auto line = std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n');
  const std::size_t start = text.substr(0, at).rfind('\n') + 1;  // npos + 1 is 0
  throw SourceError(file, {static_cast<std::uint32_t>(line + 1), static_cast<std::uint32_t>(at - start + 1)},
                    "the byte " + in_quotes(text.substr(at, 1)), std::move(allowed));
}

// Python reads a file in the encoding that a comment in its first two lines declares: only UTF-8 may be
// declared.
void check_declared_encoding(std::string_view text, std::string_view file) {
  for (std::uint32_t line = 1; line <= 2 && !text.empty(); ++line) {
    const std::string_view content = core::take_line(text);
    const std::size_t comment = content.find_first_not_of(" \t");
    if (comment == std::string_view::npos || content[comment] != '#') continue;
    for (std::size_t at = content.find("coding"); at != std::string_view::npos;
         at = content.find("coding", at + 1)) {
      std::string_view rest = content.substr(at + 6);
      if (!rest.starts_with(':') && !rest.starts_with('=')) continue;
      rest.remove_prefix(std::min(rest.find_first_not_of(" \t", 1), rest.size()));
      constexpr std::string_view letters =
          "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.";
      const std::string_view name = rest.substr(0, std::min(rest.find_first_not_of(letters), rest.size()));
      if (name.empty()) continue;
      if (name == "utf-8") break;
      throw SourceError(file, {line, static_cast<std::uint32_t>(rest.data() - content.data() + 1)},
                        "the encoding " + in_quotes(name), "utf-8");
    }
  }
}

}  // namespace

void check_text(std::string_view text, std::string_view file_name) {
  if (text.size() > max_source_bytes) refuse_file(file_name, std::to_string(text.size()) + " bytes");
  check_declared_encoding(text, file_name);
  for (std::size_t at = 0; at < text.size();) {
    const auto byte = static_cast<unsigned char>(text[at]);
    if (byte >= 0x20 && byte < 0x7f) {
      ++at;
      continue;
    }
    if (byte >= 0x80) {
      const std::size_t length = utf8_length(text.substr(at));
      if (length == 0) refuse_byte(text, at, file_name, "UTF-8 text");
      at += length;
      continue;
    }
    const bool crlf = byte == '\r' && text.substr(at, 2) == "\r\n";
    if ((byte < 0x20 && byte != '\n' && byte != '\t' && !crlf) || byte == 0x7f) {
      refuse_byte(text, at, file_name, "text with lines that end in LF or CRLF, no control characters");
    }
    ++at;
  }
}

std::string read_source(const std::filesystem::path& path) {
  const std::string name = path.string();
  std::error_code error;
  const std::filesystem::file_status status = std::filesystem::status(path, error);
  if (status.type() == std::filesystem::file_type::not_found) refuse_file(name, "no such file");
  if (!std::filesystem::status_known(status)) refuse_file(name, error.message());
  if (std::filesystem::is_directory(status)) refuse_file(name, "a directory");
  if (std::filesystem::is_regular_file(status)) {
    const std::uintmax_t size = std::filesystem::file_size(path, error);
    if (!error && size > max_source_bytes) refuse_file(name, std::to_string(size) + " bytes");
  }
  std::ifstream file(path, std::ios::binary);
  if (!file) refuse_file(name, "a file that cannot be opened");
  std::string text(max_source_bytes + 1, '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (file.bad()) refuse_file(name, "a file that cannot be read");
  text.resize(static_cast<std::size_t>(file.gcount()));
  if (text.size() > max_source_bytes) {
    refuse_file(name, "more than " + std::to_string(max_source_bytes) + " bytes");
  }
  check_text(text, name);
  return text;
}

}  // namespace windtunnel::scenario
