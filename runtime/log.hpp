// The log of exceptions that nobody waits for. Each loop has a log of its own; outside any loop they go to
// standard error.
#pragma once

#include <exception>
#include <source_location>
#include <string>

#include "runtime/observer.hpp"
#include "runtime/unique_function.hpp"

namespace tornado {

/// Receives what a loop logs. `unretrieved` is separate from the kinds of errors.
struct LogHandler {
  /// An exception that escaped a callback, was not the first in a multi, came after its timeout, or closed a
  /// connection.
  UniqueFunction<void(ErrorKind, const std::exception_ptr&)> error;
  /// A Future was destroyed with an exception that nobody had looked at (law F11).
  UniqueFunction<void(const std::exception_ptr&)> unretrieved;
  /// Code at `where` set a Future that was done, and gets an InvalidStateError for it, which it may ignore.
  /// The standard log leaves this message out.
  UniqueFunction<void(std::source_location where)> second_setting{};
};

/// Logs to the thread's current loop, or to standard error.
void log_error(ErrorKind kind, const std::exception_ptr& error);
void log_unretrieved(const std::exception_ptr& error);

/// The log with which loops start: one line on standard error for each exception.
LogHandler standard_log();

/// An exception's type and message.
std::string describe(const std::exception_ptr& error);

}  // namespace tornado
