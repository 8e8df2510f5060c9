// A finding: the file that a broken law leaves behind. It holds all that is needed to break the law again
// anywhere: the law, the scenario, the schedule, and the digest of the trace that both give.
#pragma once

#include <cstdint>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <string_view>

#include "harness/choices/choice_log.hpp"
#include "harness/freedom.hpp"
#include "harness/scenario/tree.hpp"

namespace windtunnel {

/// A finding's text that cannot be read. what() is one line: file, line, column, what was found, what is
/// allowed.
class FindingError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// What the file holds.
struct Finding {
  std::string law;
  std::string subject;  ///< `scenario`, or the name of a native subject
  std::string message;  ///< what broke, in words; one line
  Freedom freedom = Freedom::contract;
  std::uint32_t phase_limit = 20'000;
  std::size_t step = 0;      ///< index of the event at which the law broke
  std::uint64_t digest = 0;  ///< of the whole trace
  ChoiceLog schedule;
  std::string scenario;  ///< its text; empty for a native subject
  std::string trace;     ///< the annotated trace, for people; a replay does not read it
};

/// The text of the file.
std::string to_text(const Finding& finding);

/// Reads that text; `file_name` is for messages. Throws FindingError; the scenario's own text is not parsed
/// here.
Finding parse_finding(std::string_view text, std::string_view file_name);

/// Reads a file of at most 16 MiB. Throws FindingError.
Finding read_finding(const std::filesystem::path& path);

/// Writes the finding into a folder, which is made if need be, under a name of its own; a file that is there
/// already with the same contents is left as it is. Returns the path. Throws std::runtime_error with words
/// for the user.
std::filesystem::path write_finding(const Finding& finding, const std::filesystem::path& folder);

}  // namespace windtunnel
