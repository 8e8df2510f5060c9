#include "harness/findings/timeline/markup.hpp"

#include "harness/core/printable.hpp"

namespace windtunnel::findings {

std::string in_markup(std::string_view text) {
  std::string out;
  for (const char byte : core::printable_lines(text)) {
    switch (byte) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += byte;
        break;
    }
  }
  return out;
}

std::string in_script(std::string_view json) {
  std::string out;
  for (const char byte : json) {
    if (byte == '<') {
      out += "\\u003c";  // only strings contain one
    } else {
      out += byte;
    }
  }
  return out;
}

}  // namespace windtunnel::findings
