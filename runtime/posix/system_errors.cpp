#include "runtime/posix/system_errors.hpp"

#include <cerrno>
#include <sys/resource.h>

namespace tornado {

void throw_system_error(const std::string& what) {
  const int error = errno;
  std::string words = what;
  if (rlimit limit{}; error == EMFILE && ::getrlimit(RLIMIT_NOFILE, &limit) == 0) {
    words += ": this process has its " + std::to_string(limit.rlim_cur) +
             " descriptors open (`ulimit -n` sets the limit)";
  }
  throw std::system_error(error, std::generic_category(), words);
}

std::errc last_error() noexcept {
  return errno == EAGAIN ? std::errc::operation_would_block : static_cast<std::errc>(errno);
}

}  // namespace tornado
