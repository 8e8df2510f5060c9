#include "runtime/http/forwarded.hpp"

#include <algorithm>

#include "runtime/http/text.hpp"
#include "runtime/net/address.hpp"

namespace tornado::http {

namespace {}  // namespace

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
