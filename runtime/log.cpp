#include "runtime/log.hpp"

#include <cstdio>
#include <cstdlib>
#include <cxxabi.h>
#include <memory>
#include <typeinfo>

#include "runtime/io_loop.hpp"

namespace tornado {

namespace {

std::string type_name(const std::type_info& type) {
  int status = 0;
  std::unique_ptr<char, void (*)(void*)> name(abi::__cxa_demangle(type.name(), nullptr, nullptr, &status),
                                              std::free);
  return status == 0 ? name.get() : type.name();
}

void print(const char* what, const std::exception_ptr& error) {
  std::fprintf(stderr, "%s: %s\n", what, describe(error).c_str());
}

}  // namespace

std::string describe(const std::exception_ptr& error) {
  if (!error) return "no exception";
  try {
    std::rethrow_exception(error);
  } catch (const std::exception& exception) {
    return type_name(typeid(exception)) + ": " + exception.what();
  } catch (...) {
    return "an exception that is no std::exception";
  }
}

LogHandler standard_log() {
  return {[](ErrorKind kind, const std::exception_ptr& error) {
            constexpr const char* words[] = {"Exception in callback", "Multiple exceptions in yield list",
                                             "Exception in Future after timeout",
                                             "Uncaught exception, closing connection"};
            print(words[static_cast<int>(kind)], error);
          },
          [](const std::exception_ptr& error) { print("Future exception was never retrieved", error); }};
}

void log_error(ErrorKind kind, const std::exception_ptr& error) {
  if (IOLoop* loop = IOLoop::current_or_null()) return loop->log(kind, error);
  standard_log().error(kind, error);
}

void log_unretrieved(const std::exception_ptr& error) {
  if (IOLoop* loop = IOLoop::current_or_null()) return loop->log_unretrieved(error);
  standard_log().unretrieved(error);
}

}  // namespace tornado
