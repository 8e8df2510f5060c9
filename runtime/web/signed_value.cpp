#include "runtime/web/signed_value.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <vector>

#include "runtime/http/base64.hpp"
#include "runtime/log.hpp"
#include "runtime/web/digest.hpp"
#include "runtime/web/errors.hpp"

namespace tornado::web {

namespace {

constexpr double a_day = 86400;

std::optional<std::int64_t> number_of(std::string_view digits) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  return number;
}

std::string field(std::string_view text) {
  return std::to_string(text.size()) + ":" + std::string(text) + "|";
}

// Takes "3:abc|" from the front.
std::optional<std::string_view> take_field(std::string_view& text) {
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos) return std::nullopt;
  const std::optional<std::int64_t> size = number_of(text.substr(0, colon));
  text.remove_prefix(colon + 1);
  if (!size || *size < 0 || static_cast<std::uint64_t>(*size) >= text.size()) return std::nullopt;
  const std::string_view value = text.substr(0, static_cast<std::size_t>(*size));
  text.remove_prefix(value.size());
  if (text.front() != '|') return std::nullopt;
  text.remove_prefix(1);
  return value;
}

int version_of(std::string_view value) {
  const std::string_view digits = value.substr(0, value.find('|'));
  if (digits.size() == value.size() || digits.empty() || digits.front() == '0') return 1;
  const std::optional<std::int64_t> number = number_of(digits);
  if (!number || digits.front() == '-' || *number > 999) return 1;
  return static_cast<int>(*number);
}

void log_refusal(const std::string& words) {
  log_error(ErrorKind::connection, std::make_exception_ptr(HTTPError(400, words)));
}

std::optional<std::string> decode_version_1(std::string_view secret, std::string_view name,
                                            std::string_view value, Time now, double max_age_days) {
  const std::size_t first = value.find('|');
  const std::size_t second = first == std::string_view::npos ? first : value.find('|', first + 1);
  if (second == std::string_view::npos || value.find('|', second + 1) != std::string_view::npos)
    return std::nullopt;
  const std::string_view encoded = value.substr(0, first);
  const std::string_view timestamp = value.substr(first + 1, second - first - 1);
  const std::string signed_text = std::string(name) + std::string(encoded) + std::string(timestamp);
  if (!equal_in_constant_time(value.substr(second + 1), hmac_sha1_hex(secret, signed_text))) {
    log_refusal("Invalid cookie signature " + std::string(value));
    return std::nullopt;
  }
  const std::optional<std::int64_t> time = number_of(timestamp);
  if (!time) return std::nullopt;
  const auto seconds = static_cast<double>(*time);
  if (seconds < seconds_of(now) - max_age_days * a_day) {
    log_refusal("Expired cookie " + std::string(value));
    return std::nullopt;
  }
  // The signature does not say where the value ends and the time begins, so digits could be moved.
  if (seconds > seconds_of(now) + 31 * a_day || timestamp.starts_with('0')) {
    log_refusal("Tampered cookie " + std::string(value));
    return std::nullopt;
  }
  return http::from_base64(encoded);
}

std::optional<std::string> decode_version_2(std::string_view secret, std::string_view name,
                                            std::string_view value, Time now, double max_age_days) {
  std::string_view rest = value.substr(2);
  const auto key_version = take_field(rest);
  const auto timestamp = key_version ? take_field(rest) : std::nullopt;
  const auto signed_name = timestamp ? take_field(rest) : std::nullopt;
  const auto encoded = signed_name ? take_field(rest) : std::nullopt;
  if (!encoded || !number_of(*key_version)) return std::nullopt;
  const std::string_view signed_text = value.substr(0, value.size() - rest.size());
  if (!equal_in_constant_time(rest, hmac_sha256_hex(secret, signed_text)) || *signed_name != name)
    return std::nullopt;
  const std::optional<std::int64_t> time = number_of(*timestamp);
  if (!time || static_cast<double>(*time) < seconds_of(now) - max_age_days * a_day) return std::nullopt;
  return http::from_base64(*encoded);
}

}  // namespace

std::string create_signed_value(std::string_view secret, std::string_view name, std::string_view value,
                                Time now) {
  const std::string timestamp = std::to_string(static_cast<std::int64_t>(seconds_of(now)));
  const std::string to_sign =
      "2|" + field("0") + field(timestamp) + field(name) + field(http::to_base64(value));
  return to_sign + hmac_sha256_hex(secret, to_sign);
}

std::optional<std::string> decode_signed_value(std::string_view secret, std::string_view name,
                                               std::string_view signed_value, Time now, double max_age_days,
                                               int min_version) {
  if (signed_value.empty()) return std::nullopt;
  const int version = version_of(signed_value);
  if (version < min_version) return std::nullopt;
  if (version == 1) return decode_version_1(secret, name, signed_value, now, max_age_days);
  if (version == 2) return decode_version_2(secret, name, signed_value, now, max_age_days);
  return std::nullopt;
}

}  // namespace tornado::web
