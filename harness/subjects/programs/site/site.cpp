#include "harness/subjects/programs/site/site.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <ctime>
#include <fmt/format.h>
#include <openssl/evp.h>

#include "runtime/http/gzip.hpp"

namespace windtunnel::subjects {

namespace {

// The entity tag of a body: its SHA-1.
std::string sha1_tag(std::string_view body) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> bytes{};
  unsigned size = 0;
  EVP_Digest(body.data(), body.size(), bytes.data(), &size, EVP_sha1(), nullptr);
  std::string text = "\"";
  for (unsigned at = 0; at < size; ++at) text += fmt::format("{:02x}", bytes[at]);
  return text + "\"";
}

bool is_worth_compressing(std::string_view type) {
  type = type.substr(0, type.find(';'));
  return type.starts_with("text/") || type == "application/json" || type == "application/javascript" ||
         type == "image/svg+xml" || type == "application/xml";
}

}  // namespace

std::string date_text(double seconds) {
  const auto whole = static_cast<std::time_t>(std::floor(seconds));
  std::tm calendar{};
  gmtime_r(&whole, &calendar);
  std::array<char, 64> text{};
  return {text.data(), std::strftime(text.data(), text.size(), "%a, %d %b %Y %H:%M:%S GMT", &calendar)};
}

std::string later(std::int64_t seconds) {
  return fmt::format("<{}>", seconds);
}

SiteAnswer SiteAnswer::page(std::string_view method, std::string body, int code, std::string_view reason) {
  SiteAnswer answer;
  answer.code = code;
  answer.reason = reason;
  answer.headers = {{"Server", "TornadoServer/4.5.3"}, {"Content-Type", "text/html; charset=UTF-8"}};
  if (code == 200 && (method == "GET" || method == "HEAD")) answer.set("Etag", sha1_tag(body));
  answer.set("Content-Length", std::to_string(body.size()));
  (method == "HEAD" ? answer.hidden : answer.body) = std::move(body);
  return answer;
}

SiteAnswer SiteAnswer::error(std::string_view method, int code, std::string_view reason) {
  return page(method, fmt::format("<html><title>{0}: {1}</title><body>{0}: {1}</body></html>", code, reason),
              code, reason);
}

SiteAnswer SiteAnswer::none(std::string words) {
  SiteAnswer answer;
  answer.code = 599;
  answer.reason = "Unknown";
  answer.failure = std::move(words);
  return answer;
}

void SiteAnswer::set(std::string_view name, const std::string& value) {
  const auto at =
      std::find_if(headers.begin(), headers.end(), [&](const auto& field) { return field.first == name; });
  if (at == headers.end())
    headers.emplace_back(name, value);
  else
    at->second = value;
}

void SiteAnswer::remove(std::string_view name) {
  std::erase_if(headers, [&](const auto& field) { return field.first == name; });
}

std::string SiteAnswer::get(std::string_view name) const {
  const auto at =
      std::find_if(headers.begin(), headers.end(), [&](const auto& field) { return field.first == name; });
  return at == headers.end() ? "" : at->second;
}

void SiteAnswer::send_in_parts() {
  in_parts = true;
  remove("Etag");
  if (code == 304 || code == 204 || code < 200) return;
  remove("Content-Length");
  set("Transfer-Encoding", "chunked");
}

void SiteAnswer::compress(const tornado::http::HTTPRequest& request) {
  if (code == 599) return;
  const std::string vary = get("Vary");
  set("Vary", vary.empty() ? "Accept-Encoding" : vary + ", Accept-Encoding");
  const bool wanted = request.decompress_response || request.headers.get("Accept-Encoding", "") == "gzip";
  const bool is_short = !in_parts && body.size() + hidden.size() < 1024;
  if (!wanted || is_short || !is_worth_compressing(get("Content-Type")) || !get("Content-Encoding").empty())
    return;
  set("Content-Encoding", "gzip");
  if (!in_parts) return set("Content-Length", "as it is");
  if (get("Content-Length").empty()) return;
  remove("Content-Length");
  if (request.method != "HEAD") set("Transfer-Encoding", "chunked");
}

}  // namespace windtunnel::subjects
