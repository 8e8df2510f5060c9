// From a file to a text that the lexer can trust: bounded, UTF-8, without control characters. Anything else
// that a path may lead to (a directory, a device, a film) is refused in one line, without reading all of it.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

namespace windtunnel::scenario {

/// The longest source text that is read, in bytes.
inline constexpr std::size_t max_source_bytes = std::size_t{1} << 20;

/// The text of a file, checked by `check_text`. Reads at most one byte more than `max_source_bytes`. Throws
/// SourceError for a missing file, a directory, and a file that is too long or not text.
std::string read_source(const std::filesystem::path& path);

/// Throws SourceError if the text is too long, is not UTF-8, or has a control character other than line
/// breaks (LF, CRLF) and tabs, which the lexer reports.
void check_text(std::string_view text, std::string_view file_name);

}  // namespace windtunnel::scenario
