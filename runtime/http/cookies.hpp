// Cookies: reading a request's Cookie header and writing a response's Set-Cookie.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/clock.hpp"

namespace tornado::http {

/// The cookies of a header by name. As browsers and the original do, it takes what it can; the last of equal
/// names counts, and a cookie whose name is no token is left out.
std::map<std::string, std::string> parse_cookies(std::string_view header);

/// What a browser is told about a cookie, besides its name and value.
struct CookieOptions {
  std::string domain{};
  std::string path = "/";
  std::optional<Time> expires{};         ///< on the wall clock
  std::optional<double> expires_days{};  ///< from now; only if `expires` is not given
  std::optional<int> max_age{};          ///< in seconds
  bool httponly = false;
  bool secure = false;
};

/// The value of a Set-Cookie header. `expires` is the date in HTTP's format; empty for none. Throws
/// std::invalid_argument if name or value has blanks or control characters or the name is no token.
std::string to_set_cookie(std::string_view name, std::string_view value, const CookieOptions& options,
                          std::string_view expires);

}  // namespace tornado::http
