#include "runtime/http/base64.hpp"

#include <boost/archive/iterators/base64_from_binary.hpp>
#include <boost/archive/iterators/transform_width.hpp>

namespace tornado::http {

std::string to_base64(std::string_view text) {
  namespace iterators = boost::archive::iterators;
  using Digits = iterators::base64_from_binary<iterators::transform_width<const char*, 6, 8>>;
  std::string encoded(Digits(text.data()), Digits(text.data() + text.size()));
  encoded.append((3 - text.size() % 3) % 3, '=');
  return encoded;
}

}  // namespace tornado::http
