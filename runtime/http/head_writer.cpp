#include <boost/asio/buffers_iterator.hpp>
#include <boost/beast/http/chunk_encode.hpp>
#include <boost/beast/http/fields.hpp>
#include <boost/beast/http/message.hpp>
#include <stdexcept>

#include "runtime/http/head.hpp"

namespace tornado::http {

namespace {

namespace beast = boost::beast::http;

boost::beast::string_view one_line(std::string_view text) {
  if (text.find_first_of("\r\n") != std::string_view::npos)
    throw std::invalid_argument("Newline in header: " + std::string(text));
  return {text.data(), text.size()};
}

template <class Buffers>
std::string joined(const Buffers& buffers) {
  std::string text;
  text.reserve(boost::asio::buffer_size(buffers));
  for (auto at = boost::asio::buffer_sequence_begin(buffers); at != boost::asio::buffer_sequence_end(buffers);
       ++at) {
    const boost::asio::const_buffer part = *at;
    text.append(static_cast<const char*>(part.data()), part.size());
  }
  return text;
}

void put(const HTTPHeaders& headers, beast::fields& fields) {
  headers.for_each([&](const std::string& name, const std::string& value) {
    fields.insert(one_line(name), one_line(value));
  });
}

}  // namespace

std::string to_text(const RequestStartLine& start_line, const HTTPHeaders& headers) {
  beast::request_header<> header;
  header.version(11);
  header.method_string(one_line(start_line.method));
  header.target(one_line(start_line.path));
  put(headers, header);
  return joined(beast::fields::writer(header, header.version(), header.method()).get());
}

std::string to_text(const ResponseStartLine& start_line, const HTTPHeaders& headers) {
  beast::response_header<> header;
  header.version(11);
  header.reason(one_line(start_line.reason));
  put(headers, header);
  return joined(
      beast::fields::writer(header, header.version(), static_cast<unsigned>(start_line.code)).get());
}

std::string to_chunk(std::string_view data) {
  if (data.empty()) return joined(beast::make_chunk_last());
  return joined(beast::make_chunk(boost::asio::buffer(data.data(), data.size())));
}

}  // namespace tornado::http
