// Base64, for basic authentication and signed values.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace tornado::http {

/// The text in base64, with its padding, on one line.
std::string to_base64(std::string_view text);

/// The text that this is the base64 of. As in Python, other characters are skipped; empty if the padding is
/// wrong.
std::optional<std::string> from_base64(std::string_view text);

}  // namespace tornado::http
