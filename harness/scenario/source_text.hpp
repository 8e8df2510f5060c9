// From a file to a text that the lexer can take on trust: of a bounded size, UTF-8, without control
// characters. Whatever else a path may lead to (a directory, a device, a film) is refused in one line,
// without being read whole.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

namespace windtunnel {

/// The longest source text that is read, in bytes.
inline constexpr std::size_t max_source_bytes = std::size_t{1} << 20;

/// The text of a file, checked by `check_text`. Reads at most one byte more than `max_source_bytes`.
/// Throws SourceError for a missing file, a directory, a file that is too long or is no text.
std::string read_source(const std::filesystem::path& path);

/// Throws SourceError if the text is too long, is no UTF-8, or holds a control character other than line
/// breaks (LF, CRLF) and tabs, about which the lexer has its own words.
void check_text(std::string_view text, std::string_view file_name);

}  // namespace windtunnel
