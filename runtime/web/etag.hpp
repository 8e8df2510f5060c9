// Entity tags: identify the bodies of responses, so that a browser need not fetch a body again.
#pragma once

#include <string>
#include <string_view>

namespace tornado::web {

/// The tag of a body: its SHA-1 in hexadecimal digits, in quotes.
std::string etag_of(std::string_view body);

/// Whether an If-None-Match header contains this tag, weak or not, or begins with "*", which matches all.
bool etag_matches(std::string_view if_none_match, std::string_view etag);

}  // namespace tornado::web
