// SHA-1 (FIPS 180-4), for entity tags, which are the original's. It is broken as a signature: use it for
// nothing that an attacker must not forge.
#pragma once

#include <string>
#include <string_view>

namespace tornado::web {

/// The SHA-1 of these bytes as 40 hexadecimal digits.
std::string sha1_hex(std::string_view bytes);

}  // namespace tornado::web
