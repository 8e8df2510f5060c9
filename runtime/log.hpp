// Where exceptions go that nobody waits for. Each loop has a log of its own; what happens outside any loop
// goes to standard error.
#pragma once

#include <exception>
#include <string>

#include "runtime/observer.hpp"
#include "runtime/unique_function.hpp"

namespace tornado {

/// Takes what a loop logs. `unretrieved` is told apart from the three kinds of errors.
struct LogHandler {
  /// An exception that escaped a callback, was not the first in a multi, came after its timeout, or closed a
  /// connection.
  UniqueFunction<void(ErrorKind, const std::exception_ptr&)> error;
  /// A Future died with an exception that nobody had looked at (law F11).
  UniqueFunction<void(const std::exception_ptr&)> unretrieved;
};

/// Logs to the thread's current loop, or to standard error.
void log_error(ErrorKind kind, const std::exception_ptr& error);
void log_unretrieved(const std::exception_ptr& error);

/// The log that loops start with: one line an exception on standard error.
LogHandler standard_log();

/// What an exception says for itself: its type and message.
std::string describe(const std::exception_ptr& error);

}  // namespace tornado
