// Entity tags: names for the bodies of responses, so that a browser that has one need not get it again.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tornado::web {

/// The tag of a body: its SHA-1 in hexadecimal digits, in quotes.
std::string etag_of(std::string_view body);

/// Whether one of the tags of an If-None-Match header is this one, weak or not, or "*".
bool etag_matches(std::string_view if_none_match, std::string_view etag);

}  // namespace tornado::web
