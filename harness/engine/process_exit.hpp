// How a child process ended, as facts and in words. The words are the same wherever the same thing happens,
// so that a finding can hold them: no address, no process number.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace windtunnel::engine {

/// How it came to its end, for good or bad.
enum class ExitReason : std::uint8_t {
  returned,       ///< its work was done
  threw,          ///< its work threw an exception, whose words stand for its standard error
  exited,         ///< somebody called exit in it, perhaps a sanitizer
  signalled,      ///< a signal ended it
  timed_out,      ///< it was ended, since it had not got on for too long
  out_of_memory,  ///< it was ended, since it took too much memory
};

/// What is known of a SIGSEGV.
enum class Segfault : std::uint8_t { unknown, null_pointer, stack_overflow };

struct ProcessExit {
  ExitReason reason = ExitReason::returned;
  int number = 0;  ///< the exit status or the signal
  Segfault fault = Segfault::unknown;
  std::string standard_error;  ///< the end of what it wrote there
};

/// "it was ended by signal 11 (SIGSEGV), at a null pointer".
std::string in_words(const ProcessExit& exit);

/// Whether somebody else may have ended it: a user, a batch system, the kernel for want of memory or CPU
/// time. Whether it was the code in the process itself, only another run can tell.
bool may_come_from_outside(const ProcessExit& exit);

/// The line of standard error that says why a process died: of a sanitizer's report, a failed assertion, an
/// exception that nobody caught. Addresses and process numbers are left out. Empty if there is no such line.
std::string headline(std::string_view standard_error);

}  // namespace windtunnel::engine
