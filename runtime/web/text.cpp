#include "runtime/web/text.hpp"

#include "runtime/http/utf8.hpp"

namespace tornado::web {

std::string without_controls(std::string_view text) {
  std::string clean(text);
  for (char& byte : clean) {
    const bool control = byte >= '\0' && byte < ' ';
    if (control && (byte < '\t' || byte > '\r')) byte = ' ';
  }
  return clean;
}

std::string cleaned(std::string_view text) {
  return std::string(http::without_blanks(without_controls(text)));
}

std::string escaped_for_html(std::string_view text) {
  std::string escaped;
  for (const char byte : text) {
    switch (byte) {
      case '&':
        escaped += "&amp;";
        break;
      case '<':
        escaped += "&lt;";
        break;
      case '>':
        escaped += "&gt;";
        break;
      case '"':
        escaped += "&quot;";
        break;
      case '\'':
        escaped += "&#39;";
        break;
      default:
        escaped += byte;
    }
  }
  return escaped;
}

}  // namespace tornado::web
