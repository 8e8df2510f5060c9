#include "runtime/http/server_request.hpp"

#include <utility>

namespace tornado::http {

HTTPServerRequest::HTTPServerRequest(std::shared_ptr<HTTP1Connection> connection_in,
                                     RequestStartLine start_line, HTTPHeaders headers_in, std::string body_in,
                                     Time start_time_in)
    : connection(std::move(connection_in)),
      method(std::move(start_line.method)),
      uri(std::move(start_line.path)),
      version(std::move(start_line.version)),
      headers(std::move(headers_in)),
      body(std::move(body_in)),
      remote_ip(connection->peer()),
      start_time(start_time_in) {
  const std::size_t mark = std::min(uri.find('?'), uri.size());
  path = uri.substr(0, mark);
  if (mark < uri.size()) query = uri.substr(mark + 1);
  query_arguments = parse_arguments(query);
  if (headers.get("Content-Type", "").starts_with("application/x-www-form-urlencoded"))
    body_arguments = parse_arguments(body);
}

std::vector<Argument> HTTPServerRequest::arguments() const {
  std::vector<Argument> all = query_arguments;
  all.insert(all.end(), body_arguments.begin(), body_arguments.end());
  return all;
}

}  // namespace tornado::http
