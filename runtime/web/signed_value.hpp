// Signed values: texts that a browser keeps and cannot change, for cookies. They are the original's, byte for
// byte.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "runtime/clock.hpp"

namespace tornado::web {

/// The value with the time and a signature (HMAC-SHA256, version 2), for that name.
std::string create_signed_value(std::string_view secret, std::string_view name, std::string_view value,
                                Time now);

/// The value that was signed for that name at most `max_age_days` ago; empty if the signature is not good.
/// Also reads version 1, which older servers wrote, unless `min_version` is 2.
std::optional<std::string> decode_signed_value(std::string_view secret, std::string_view name,
                                               std::string_view signed_value, Time now,
                                               double max_age_days = 31, int min_version = 1);

}  // namespace tornado::web
