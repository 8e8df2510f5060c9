// How a child process ended, as facts and in words. The words are the same wherever the same thing happens,
// so that a finding can hold them: no address, no process number.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace windtunnel {

/// How it came to its end, for good or bad.
enum class Cause : std::uint8_t {
  returned,   ///< its work was done
  threw,      ///< its work threw an exception, whose words are the last words
  exited,     ///< somebody called exit in it, perhaps a sanitizer
  signalled,  ///< a signal ended it
  hung,       ///< it was ended, since it had not got on for too long
  grown,      ///< it was ended, since it took too much memory
};

/// What is known of a SIGSEGV.
enum class Segfault : std::uint8_t { unknown, null_pointer, stack_overflow };

struct Ending {
  Cause cause = Cause::returned;
  int number = 0;  ///< the exit status or the signal
  Segfault fault = Segfault::unknown;
  std::string last_words;  ///< the end of what it wrote to standard error
};

/// "it was ended by signal 11 (SIGSEGV), at a null pointer".
std::string in_words(const Ending& ending);

/// The line of a dying process's last words that says why: of a sanitizer's report, a failed assertion, an
/// exception that nobody caught. Addresses and process numbers are left out. Empty if there is none.
std::string headline(std::string_view last_words);

}  // namespace windtunnel
