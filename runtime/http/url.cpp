#include "runtime/http/url.hpp"

#include <charconv>
#include <memory>
#include <stdexcept>
#include <uriparser/Uri.h>

namespace tornado::http {

namespace {

[[noreturn]] void refuse(std::string_view text) {
  throw std::invalid_argument("not a URL that can be fetched: " + std::string(text));
}

class ParsedUri {
 public:
  ParsedUri() = default;
  explicit ParsedUri(std::string_view text) {
    const char* error = nullptr;
    if (uriParseSingleUriExA(&uri, text.data(), text.data() + text.size(), &error) != URI_SUCCESS)
      refuse(text);
  }
  ParsedUri(const ParsedUri&) = delete;
  ParsedUri& operator=(const ParsedUri&) = delete;
  ~ParsedUri() { uriFreeUriMembersA(&uri); }

  UriUriA uri{};
};

std::string_view view(const UriTextRangeA& range) {
  if (range.first == nullptr) return {};
  return {range.first, static_cast<std::size_t>(range.afterLast - range.first)};
}

std::string small_letters(std::string_view text) {
  std::string small(text);
  for (char& byte : small) {
    if (byte >= 'A' && byte <= 'Z') byte = static_cast<char>(byte - 'A' + 'a');
  }
  return small;
}

std::optional<std::uint16_t> port_of(std::string_view digits, std::string_view url) {
  if (digits.empty()) return std::nullopt;
  std::uint16_t port = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
  if (error != std::errc() || end != digits.data() + digits.size()) refuse(url);
  return port;
}

std::string unescaped(std::string_view text, UriBool plus_is_blank) {
  std::string plain(text);
  const char* end = uriUnescapeInPlaceExA(plain.data(), plus_is_blank, URI_BR_DONT_TOUCH);
  plain.resize(static_cast<std::size_t>(end - plain.data()));
  return plain;
}

}  // namespace

std::string unescaped(std::string_view text) {
  return unescaped(text, URI_FALSE);
}

Url parse_url(std::string_view text) {
  const ParsedUri parsed(text);
  const UriUriA& uri = parsed.uri;
  Url url;
  url.scheme = small_letters(view(uri.scheme));
  url.user_info = view(uri.userInfo);
  url.host = view(uri.hostText);
  if (url.scheme.empty() || url.host.empty()) refuse(text);
  url.port = port_of(view(uri.portText), text);
  const bool brackets = uri.hostData.ip6 != nullptr || uri.hostData.ipFuture.first != nullptr;
  url.authority = brackets ? "[" + url.host + "]" : url.host;
  if (url.port) url.authority += ":" + std::to_string(*url.port);
  for (const UriPathSegmentA* segment = uri.pathHead; segment != nullptr; segment = segment->next)
    url.target.append("/").append(view(segment->text));
  if (url.target.empty()) url.target = "/";
  if (uri.query.first != nullptr) url.target.append("?").append(view(uri.query));
  return url;
}

std::string resolve_url(std::string_view base, std::string_view reference) {
  const ParsedUri base_uri(base);
  const ParsedUri reference_uri(reference);
  ParsedUri resolved;
  if (uriAddBaseUriA(&resolved.uri, &reference_uri.uri, &base_uri.uri) != URI_SUCCESS) refuse(reference);
  int length = 0;
  if (uriToStringCharsRequiredA(&resolved.uri, &length) != URI_SUCCESS) refuse(reference);
  std::string text(static_cast<std::size_t>(length) + 1, '\0');
  if (uriToStringA(text.data(), &resolved.uri, length + 1, nullptr) != URI_SUCCESS) refuse(reference);
  text.resize(static_cast<std::size_t>(length));
  return text;
}

std::vector<Argument> parse_arguments(std::string_view query) {
  std::vector<Argument> arguments;
  while (!query.empty()) {
    const std::string_view part = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(part.size() + 1, query.size()));
    if (part.empty()) continue;
    const std::size_t equals = std::min(part.find('='), part.size());
    arguments.emplace_back(unescaped(part.substr(0, equals), URI_TRUE),
                           unescaped(part.substr(std::min(equals + 1, part.size())), URI_TRUE));
  }
  return arguments;
}

}  // namespace tornado::http
