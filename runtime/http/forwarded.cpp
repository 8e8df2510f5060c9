#include "runtime/http/forwarded.hpp"

#include <algorithm>

#include "runtime/net/address.hpp"

namespace tornado::http {

namespace {

std::string_view stripped(std::string_view text) {
  constexpr std::string_view blanks = " \t\x85\xa0";
  const std::size_t begin = std::min(text.find_first_not_of(blanks), text.size());
  return text.substr(begin, text.find_last_not_of(blanks) + 1 - begin);
}

}  // namespace

RequestContext forwarded_context(const HTTPHeaders& headers, RequestContext context,
                                 const std::vector<std::string>& trusted) {
  const std::string forwarded = headers.get("X-Forwarded-For", context.remote_ip);
  std::string ip;
  for (std::string_view rest = forwarded;;) {
    const std::size_t comma = rest.rfind(',');
    ip = stripped(comma == std::string_view::npos ? rest : rest.substr(comma + 1));
    if (comma == std::string_view::npos || std::find(trusted.begin(), trusted.end(), ip) == trusted.end())
      break;
    rest = rest.substr(0, comma);
  }
  ip = headers.get("X-Real-Ip", ip);
  if (is_valid_ip(ip)) context.remote_ip = ip;
  const std::string scheme = headers.get("X-Scheme", headers.get("X-Forwarded-Proto", context.protocol));
  if (scheme == "http" || scheme == "https") context.protocol = scheme;
  return context;
}

}  // namespace tornado::http
