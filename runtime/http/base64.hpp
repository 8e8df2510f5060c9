// Base64, for basic authentication.
#pragma once

#include <string>
#include <string_view>

namespace tornado::http {

/// The text in base64, with its padding, on one line.
std::string to_base64(std::string_view text);

}  // namespace tornado::http
