// URLs, as uriparser reads them (RFC 3986): what a client has to know of one, the target of a redirect, and
// the arguments of a query.
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
  std::string scheme;     ///< "http", in small letters
  std::string user_info;  ///< "name:password"; empty if there is none
  std::string host;       ///< without the brackets of an IPv6 address
  std::optional<std::uint16_t> port;
  std::string authority;  ///< host and port as they were written, for the Host header
  std::string target;     ///< path and query, for the request line; "/" if there is neither
};

/// Takes an absolute URL apart. Throws std::invalid_argument, with the text, if it is none, has no host or
/// an impossible port.
Url parse_url(std::string_view text);

/// The absolute URL that `reference` means in a document at `base`. Throws std::invalid_argument if one of
/// them is no URL.
std::string resolve_url(std::string_view base, std::string_view reference);

/// The text with its %XX decoded; what is not decodable stays as it is.
std::string unescaped(std::string_view text);

/// A name and its value, decoded.
using Argument = std::pair<std::string, std::string>;

/// The arguments of "a=1&b=2", in order; blank values stay. What is not decodable stays as it is.
std::vector<Argument> parse_arguments(std::string_view query);

}  // namespace tornado::http
