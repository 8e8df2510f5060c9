// What the parts of HTTP1Connection share: calls of a message's delegate, and the numbers in its head.
#pragma once

#include <charconv>
#include <cstddef>
#include <exception>
#include <string>
#include <string_view>

#include "runtime/future.hpp"
#include "runtime/http/errors.hpp"
#include "runtime/log.hpp"

namespace tornado::http {

/// Calls the delegate; an exception is logged and becomes a QuietError.
template <class Call>
void logging(Call call) {
  try {
    call();
  } catch (const BaseException&) {
    throw;
  } catch (...) {
    log_error(ErrorKind::connection, std::current_exception());
    throw QuietError();
  }
}

/// For a Future that the delegate returned.
inline void check_logged(const Future<void>& done) {
  logging([&] { done.result(); });
}

/// The value of a Content-Length. Throws HTTPInputError unless it is digits and nothing else.
inline std::size_t parse_length(std::string_view digits) {
  std::size_t length = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), length);
  if (error != std::errc() || end != digits.data() + digits.size())
    throw HTTPInputError("Only integer Content-Length is allowed: " + std::string(digits));
  return length;
}

}  // namespace tornado::http
