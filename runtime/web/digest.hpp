// Digests, by OpenSSL: those that the original uses, so that versions of files and signed cookies are the
// same.
#pragma once

#include <string>
#include <string_view>

namespace tornado::web {

/// The MD5 of these bytes as 32 hexadecimal digits. It is broken as a signature: for versions of files only.
std::string md5_hex(std::string_view bytes);

/// The HMAC of these bytes under the key, in hexadecimal digits.
std::string hmac_sha1_hex(std::string_view key, std::string_view bytes);
std::string hmac_sha256_hex(std::string_view key, std::string_view bytes);

/// Compares in a time that does not depend on what differs.
bool equal_in_constant_time(std::string_view left, std::string_view right);

}  // namespace tornado::web
