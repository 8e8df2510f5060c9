// URLs: what a client needs from a URL, the target of a redirect, and the arguments of a query. uriparser
// decides what is a URL (RFC 3986); its parts are those that Python's urllib finds, as the original's are.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tornado::http {

/// The parts of an absolute URL.
struct Url {
  std::string scheme;  ///< "http", in lower case
  std::optional<std::string> username;
  std::optional<std::string> password;
  std::string
      host;  ///< without the brackets of an IPv6 address; as it is written, if its port is not a number
  std::optional<std::uint16_t> port;
  std::string authority;  ///< host and port as written, for the Host header
  std::string target;     ///< path and query, for the request line; the path is "/" if it is empty
};

/// Parses an absolute URL. Throws std::invalid_argument, with the text, if it is not one, has no host, or has
/// an invalid port.
Url parse_url(std::string_view text);

/// Resolves `reference` relative to `base`, as Python's urljoin does: an absolute one stays as it is. Throws
/// std::invalid_argument if one of them is not a URL.
std::string resolve_url(std::string_view base, std::string_view reference);

/// The text with its %XX decoded; invalid sequences stay as they are.
std::string unescaped(std::string_view text);

/// The text with everything escaped but letters, digits and `_.-~/`.
std::string escaped_for_url(std::string_view text);

/// A name and its value, decoded.
using Argument = std::pair<std::string, std::string>;

/// The arguments of "a=1&b=2", in order, including blank values. Invalid %XX sequences stay as they are.
std::vector<Argument> parse_arguments(std::string_view query);

}  // namespace tornado::http
