#include "runtime/http/server_request.hpp"

#include <utility>

#include "runtime/http/cookies.hpp"

namespace tornado::http {

HTTPServerRequest::HTTPServerRequest(std::shared_ptr<HTTP1Connection> connection_in,
                                     RequestStartLine start_line, HTTPHeaders headers_in)
    : connection(std::move(connection_in)),
      method(std::move(start_line.method)),
      uri(std::move(start_line.path)),
      version(std::move(start_line.version)),
      headers(std::move(headers_in)),
      remote_ip(connection->context().remote_ip),
      protocol(connection->context().protocol),
      host(headers.get("Host", "")),
      start_time(connection->loop().time()) {
  if (host.empty()) host = "127.0.0.1";
  const std::size_t mark = std::min(uri.find('?'), uri.size());
  path = uri.substr(0, mark);
  if (mark < uri.size()) query = uri.substr(mark + 1);
  query_arguments = parse_arguments(query);
}

void HTTPServerRequest::set_body(std::string body_in) {
  body = std::move(body_in);
  unify_content_length(headers);
  Form form = parse_form(headers, body);
  body_arguments = std::move(form.arguments);
  files = std::move(form.files);
}

std::vector<Argument> HTTPServerRequest::arguments() const {
  std::vector<Argument> all = query_arguments;
  all.insert(all.end(), body_arguments.begin(), body_arguments.end());
  return all;
}

std::map<std::string, std::string> HTTPServerRequest::cookies() const {
  return parse_cookies(headers.get("Cookie", ""));
}

void HTTPServerRequest::finish() {
  connection->finish();
  finish_time = connection->loop().time();
}

Duration HTTPServerRequest::request_time() const {
  return finish_time.value_or(connection->loop().time()) - start_time;
}

}  // namespace tornado::http
