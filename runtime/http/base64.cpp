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

std::optional<std::string> from_base64(std::string_view text) {
  constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string plain;
  unsigned bits = 0;
  std::size_t count = 0;  // of digits
  std::size_t padding = 0;
  for (const char byte : text) {
    if (byte == '=') {
      if (count % 4 >= 2 && ++padding + count % 4 >= 4) return plain;
      continue;
    }
    const std::size_t digit = digits.find(byte);
    if (digit == std::string_view::npos) continue;
    padding = 0;
    bits = bits << 6U | static_cast<unsigned>(digit);
    if (++count % 4 != 1) plain += static_cast<char>(bits >> (6 - 2 * ((count - 1) % 4)) & 0xffU);
  }
  if (count % 4 != 0) return std::nullopt;
  return plain;
}

}  // namespace tornado::http
