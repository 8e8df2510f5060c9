// QuietExceptions: the exceptions that multi and with_timeout do not log.
#pragma once

#include <exception>
#include <memory>

#include "runtime/log.hpp"
#include "runtime/unique_function.hpp"

namespace tornado {

/// A predicate over exceptions; by default no exception is quiet.
class QuietExceptions {
 public:
  QuietExceptions() noexcept = default;
  explicit QuietExceptions(UniqueFunction<bool(const std::exception_ptr&)> is_quiet)
      : is_quiet_(std::move(is_quiet)) {}

  /// Logs the exception as `kind`, unless it is quiet.
  void log(ErrorKind kind, const std::exception_ptr& error);

 private:
  UniqueFunction<bool(const std::exception_ptr&)> is_quiet_;
};

/// Exceptions of these types, and of types derived from them, are quiet.
template <class... Errors>
QuietExceptions quiet() {
  return QuietExceptions([](const std::exception_ptr& error) {
    auto is = [&]<class Error>() {
      try {
        std::rethrow_exception(error);
      } catch (const Error&) {
        return true;
      } catch (...) {
        return false;
      }
    };
    return (is.template operator()<Errors>() || ...);
  });
}

}  // namespace tornado
