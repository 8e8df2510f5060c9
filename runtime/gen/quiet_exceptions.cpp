#include "runtime/gen/quiet_exceptions.hpp"

#include "runtime/io_loop.hpp"

namespace tornado {

void QuietExceptions::log(ErrorKind kind, const std::exception_ptr& error) {
  if (!is_quiet_ || !is_quiet_(error)) return log_error(kind, error);
  if (Observer* observer = IOLoop::current_observer()) {
    observer->record(EventKind::error_quieted, 0, observer->number_of(error));
  }
}

}  // namespace tornado
