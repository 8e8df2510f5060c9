#include "runtime/web/reversed_pattern.hpp"

#include <algorithm>
#include <stdexcept>
#include <string_view>

#include "runtime/http/url.hpp"

namespace tornado::web {

namespace {

[[noreturn]] void refuse(const std::string& pattern) {
  throw std::invalid_argument("Cannot reverse url regex " + pattern);
}

// The text that escapes like `\.` stand for. A letter after a backslash is a class.
std::string plain_text(const std::string& pattern, std::string_view part) {
  std::string text;
  for (std::size_t at = 0; at < part.size(); ++at) {
    if (part[at] == '\\' && at + 1 < part.size()) {
      const char escaped = part[++at];
      if ((escaped >= 'a' && escaped <= 'z') || (escaped >= 'A' && escaped <= 'Z')) refuse(pattern);
      text += escaped;
    } else {
      text += part[at];
    }
  }
  return text;
}

}  // namespace

std::string reversed_pattern(std::string pattern, int groups, const std::vector<std::string>& arguments) {
  if (pattern.starts_with('^')) pattern.erase(0, 1);
  if (pattern.ends_with('$')) pattern.pop_back();
  if (groups != std::count(pattern.begin(), pattern.end(), '(')) refuse(pattern);
  if (arguments.size() != static_cast<std::size_t>(groups))
    throw std::invalid_argument("the url regex " + pattern + " takes " + std::to_string(groups) +
                                " arguments, not " + std::to_string(arguments.size()));
  std::string_view rest = pattern;
  std::string url = plain_text(pattern, rest.substr(0, rest.find('(')));
  for (const std::string& argument : arguments) {
    rest.remove_prefix(rest.find('(') + 1);
    const std::string_view part = rest.substr(0, rest.find('('));
    const std::size_t end = part.find(')');
    if (end == std::string_view::npos) refuse(pattern);
    url += http::escaped_for_url(argument);
    url += part.substr(end + 1);
  }
  return url;
}

}  // namespace tornado::web
