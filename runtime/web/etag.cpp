#include "runtime/web/etag.hpp"

#include "runtime/web/sha1.hpp"

namespace tornado::web {

namespace {

std::string_view without_weakness(std::string_view tag) {
  return tag.starts_with("W/") ? tag.substr(2) : tag;
}

}  // namespace

std::string etag_of(std::string_view body) {
  return '"' + sha1_hex(body) + '"';
}

bool etag_matches(std::string_view if_none_match, std::string_view etag) {
  const std::string_view wanted = without_weakness(etag);
  for (bool first = true; !if_none_match.empty();) {
    if (if_none_match.front() == '*') {
      if (first) return true;
      first = false;
    }
    if (if_none_match.front() != '"') {
      if_none_match.remove_prefix(1);
      continue;
    }
    first = false;
    const std::size_t end = if_none_match.find('"', 1);
    if (end == std::string_view::npos) return false;
    if (if_none_match.substr(0, end + 1) == wanted) return true;
    if_none_match.remove_prefix(end + 1);
  }
  return false;
}

}  // namespace tornado::web
