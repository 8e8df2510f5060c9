#include "harness/subjects/programs/calm_pages.hpp"

#include <algorithm>
#include <cctype>
#include <fmt/format.h>
#include <iterator>
#include <string_view>

namespace windtunnel::subjects {

namespace {

using tornado::http::HTTPRequest;
using Kind = Page::Kind;

constexpr std::uint32_t max_redirects = 5;  // a request's default
constexpr std::string_view boundary = "--a--b";

const std::string page_texts[] = {
    "plain", "two words", "a&b=c;d", "\xc3\xa9t\xc3\xa9", "<b>\"it's\" &amp;</b>", "100%+1"};
constexpr std::pair<int, std::string_view> errors[] = {
    {404, "Not Found"}, {403, "Forbidden"}, {500, "Internal Server Error"}, {503, "Service Unavailable"}};
constexpr std::uint32_t redirects[] = {1, 0, max_redirects, max_redirects + 1};
constexpr std::uint32_t uploads[] = {longest_upload, longest_upload - 1, longest_upload + 1, 0, 1};

std::string encoded(std::string_view text) {
  std::string result;
  for (const char c : text) {
    const bool plain = std::isalnum(static_cast<unsigned char>(c)) != 0;
    if (plain)
      result += c;
    else
      result += fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return result;
}

std::string escaped(std::string_view text) {
  static const std::map<char, std::string_view> entities = {
      {'&', "&amp;"}, {'<', "&lt;"}, {'>', "&gt;"}, {'"', "&quot;"}, {'\'', "&#39;"}};
  std::string result;
  for (const char c : text) {
    const auto entity = entities.find(c);
    if (entity == entities.end())
      result += c;
    else
      result += entity->second;
  }
  return result;
}

// As Python's json writes a text, and with no end of a script in it.
std::string json_text(std::string_view text) {
  std::string result = "\"";
  for (std::size_t at = 0; at < text.size(); ++at) {
    const auto byte = static_cast<unsigned char>(text[at]);
    if (byte >= 0x80) {  // of two bytes, as all that are drawn
      const auto next = static_cast<unsigned char>(text[++at]);
      result += fmt::format("\\u{:04x}", (byte & 0x1fU) << 6U | (next & 0x3fU));
    } else if (byte == '"' || (byte == '/' && at > 0 && text[at - 1] == '<')) {
      result += fmt::format("\\{}", text[at]);
    } else {
      result += text[at];
    }
  }
  return result + "\"";
}

std::string upload_body(std::uint32_t size) {
  std::string body(size, '.');
  for (std::size_t at = 0; at < body.size(); ++at) body[at] = static_cast<char>('a' + at % 23);
  return body;
}

std::string form_of(const std::vector<std::string>& values) {
  std::string form;
  for (const std::string& value : values)
    form += fmt::format("{}a={}", form.empty() ? "" : "&", encoded(value));
  return form;
}

std::string multipart_of(const std::vector<std::string>& values) {
  std::string body;
  for (const std::string& value : values)
    body += fmt::format("--{}\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n{}\r\n", boundary, value);
  body += fmt::format(
      "--{}\r\nContent-Disposition: form-data; name=\"f\"; filename=\"one.txt\"\r\nContent-Type: "
      "text/plain\r\n\r\n"
      "\r\n--a\r\n\r\n",
      boundary);
  return body + fmt::format("--{}--\r\n", boundary);
}

std::string echo_of(const Page& page) {
  const bool in_query = page.kind == Kind::echo || page.kind == Kind::tagged;
  const std::string body = in_query ? "" : page.request().body.value_or("");
  std::string text = fmt::format("{} {}\n", page.method, page.word);
  for (const std::string& value : page.values) text += fmt::format("a={}\n", value);
  const std::string last = page.values.empty() ? "none" : page.values.back();
  text += fmt::format("last {} {} {}\n", last, in_query ? last : "none", in_query ? "none" : last);
  if (page.kind == Kind::files) text += "f one.txt text/plain \r\n--a\r\n\n";
  return text + fmt::format("cookie {}\nbody {}\n", page.cookie.empty() ? "none" : page.cookie, body);
}

std::string error_page(int code, std::string_view reason) {
  return fmt::format("<html><title>{0}: {1}</title><body>{0}: {1}</body></html>", code, reason);
}

}  // namespace

std::string page_part(std::uint32_t number) {
  return fmt::format("part {} ", number) + std::string(number * 700, 'p') + "\n";
}

HTTPRequest Page::request() const {
  HTTPRequest request(std::string("http://server"));
  request.method = method;
  switch (kind) {
    case Kind::echo:
    case Kind::tagged:
      request.url += fmt::format("/echo/{}{}{}", encoded(word), values.empty() ? "" : "?", form_of(values));
      break;
    case Kind::form:
      request.url += "/echo/" + encoded(word);
      request.body = form_of(values);
      request.headers.set("Content-Type", "application/x-www-form-urlencoded");
      break;
    case Kind::files:
      request.url += "/echo/" + encoded(word);
      request.body = multipart_of(values);
      request.headers.set("Content-Type", fmt::format("multipart/form-data; boundary={}", boundary));
      break;
    case Kind::upload:
      request.url += "/echo/" + encoded(word);
      request.headers.set("Content-Type", "application/octet-stream");
      if (!in_chunks)
        request.body = upload_body(count);
      else
        request.body_producer =
            [text = upload_body(count)](tornado::http::WriteBody write_chunk) -> tornado::Future<void> {
          return write_chunk(text);
        };
      break;
    case Kind::parts:
      request.url += fmt::format("/parts/{}", count);
      break;
    case Kind::hops:
      request.url += fmt::format("/hops/{}", count);
      break;
    case Kind::rendered:
      request.url += "/rendered?a=" + encoded(word);
      break;
    case Kind::json:
      request.url += "/json?a=" + encoded(word);
      break;
    case Kind::error:
      request.url += fmt::format("/error/{}", errors[count].first);
      break;
    case Kind::secret:
      request.url += "/secret/word";
      break;
    default:
      request.url += "/nowhere";
  }
  if (!cookie.empty()) request.headers.set("Cookie", "b=1; c=" + cookie);
  if (visits > 0) request.headers.set(kind == Kind::tagged ? "If-None-Match" : "Cookie", remembered);
  return request;
}

PageAnswer Page::answer() const {
  PageAnswer answer;
  switch (kind) {
    case Kind::parts:
      for (std::uint32_t at = 0; at < count; ++at) answer.body += page_part(at);
      break;
    case Kind::hops:
      answer.body = count > max_redirects ? "" : "landed";
      if (count > max_redirects) {
        answer.code = 302;
        answer.reason = "Found";
      }
      break;
    case Kind::rendered:
      answer.body = fmt::format("<p>{}</p>", escaped(word));
      break;
    case Kind::json:
      answer.body = fmt::format("{{\"text\": {}, \"list\": [1, true, null]}}", json_text(word));
      answer.headers = {{"Content-Type", "application/json; charset=UTF-8"}};
      return answer;
    case Kind::error:
      answer.code = errors[count].first;
      answer.reason = errors[count].second;
      answer.body = error_page(answer.code, answer.reason);
      break;
    case Kind::missing:
      answer.code = 404;
      answer.reason = "Not Found";
      answer.body = error_page(answer.code, answer.reason);
      break;
    case Kind::secret:
      answer.body = visits == 0 ? "new" : "known word";
      break;
    case Kind::tagged:
      if (visits > 0) {
        answer.code = 304;
        answer.reason = "Not Modified";
        answer.headers = {{"Etag", remembered}, {"Content-Type", "none"}};
        return answer;
      }
      answer.body = echo_of(*this);
      break;
    case Kind::upload:
      if (count > longest_upload) return {.comes = false, .code = 0, .reason = {}, .body = {}, .headers = {}};
      answer.body = fmt::format("{} {}\nlast none none none\ncookie {}\nbody {}\n", method, word,
                                cookie.empty() ? "none" : cookie, upload_body(count));
      break;
    default:
      answer.body = echo_of(*this);
  }
  if (method == "HEAD") answer.body.clear();
  answer.headers = {{"Content-Type", "text/html; charset=UTF-8"}, {"Server", "TornadoServer/4.5.3"}};
  return answer;
}

std::string Page::final_url() const {
  if (kind != Kind::hops) return request().url;
  return fmt::format("http://server/hops/{}", count > max_redirects ? count - max_redirects : 0);
}

void Page::take(const tornado::http::HTTPResponse& response) {
  ++visits;
  if (kind == Kind::tagged) remembered = response.headers.get("Etag", "none");
  if (kind != Kind::secret) return;
  const std::string set = response.headers.get("Set-Cookie", "none");
  remembered = set.substr(0, set.find(';'));
}

std::uint32_t Page::served() const {
  if (kind == Kind::missing || (kind == Kind::upload && count > longest_upload)) return 0;
  if (kind == Kind::hops) return 1 + std::min(count, max_redirects);
  return visits;
}

Page draw_page(World& world, std::uint32_t number) {
  Page page;
  page.kind = static_cast<Kind>(world.choose(static_cast<std::uint32_t>(Kind::count_), "calm/kind"));
  page.number = number;
  page.word = page_texts[world.choose(std::size(page_texts), "calm/word")];
  const bool sends_body = page.kind == Kind::form || page.kind == Kind::files || page.kind == Kind::upload;
  constexpr const char* sending[] = {"POST", "PUT", "PATCH"};
  constexpr const char* asking[] = {"GET", "HEAD", "DELETE", "OPTIONS"};
  page.method = sends_body
                    ? sending[world.choose(std::size(sending), "calm/method")]
                    : asking[page.kind == Kind::echo ? world.choose(std::size(asking), "calm/method") : 0];
  page.values.resize(page.kind == Kind::form ? 1 + world.choose(3, "calm/values")
                                             : world.choose(3, "calm/values"));
  for (std::string& value : page.values)
    value = page_texts[world.choose(std::size(page_texts), "calm/value")];
  if (world.choose(2, "calm/cookie") == 1 && page.kind != Kind::secret) page.cookie = "crumb";
  if (page.kind == Kind::hops) page.count = redirects[world.choose(std::size(redirects), "calm/hops")];
  if (page.kind == Kind::parts) page.count = world.choose(4, "calm/parts");
  if (page.kind == Kind::error) page.count = world.choose(std::size(errors), "calm/error");
  if (page.kind == Kind::upload) {
    page.count = uploads[world.choose(std::size(uploads), "calm/upload")];
    page.in_chunks = world.choose(2, "calm/in_chunks") == 1;
  }
  return page;
}

}  // namespace windtunnel::subjects
