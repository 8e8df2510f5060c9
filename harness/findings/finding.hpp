// A finding: the file that a broken law leaves behind. It holds all that is needed to break the law again
// anywhere: the law, the scenario, the schedule, and the digest of the trace that both give.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "harness/core/schedule.hpp"
#include "harness/core/scheduling_model.hpp"

namespace windtunnel::findings {

/// The version of the format that is written. Findings of format 1 are still read.
inline constexpr unsigned finding_format = 2;

/// What the file holds. docs/schedules-and-findings.md describes its text.
struct Finding {
  unsigned format = finding_format;  ///< of the file that it was read from
  std::string law;
  std::string subject;  ///< `scenario`, or the name of a subject in C++
  std::string message;  ///< what broke, in words; one line
  core::SchedulingModel model = core::SchedulingModel::exact;
  std::uint32_t phase_limit = 20'000;
  std::size_t step = 0;      ///< index of the event at which the law broke
  std::uint64_t digest = 0;  ///< of the whole trace
  core::Schedule schedule;
  std::string scenario;  ///< its text, which ends its last line; empty for a subject in C++
  std::string trace;     ///< the annotated trace, for people, likewise; a replay does not read it

  bool operator==(const Finding&) const = default;
};

/// The line of a finding's text on which its scenario begins, from 1.
inline constexpr std::uint32_t scenario_begins = 11;

/// The longest text that is read, in bytes.
inline constexpr std::size_t max_finding_bytes = std::size_t{16} << 20U;

/// The text of the file. A message of many lines or characters is put on one line of 1000 characters at most.
std::string to_text(const Finding& finding);

/// What commands print of it: law, message and schedule, the scenario, the trace.
std::string for_people(const Finding& finding);

/// Reads that text; `file_name` is for messages. Throws SourceError; the scenario's own text is not parsed
/// here.
Finding parse_finding(std::string_view text, std::string_view file_name);

/// Reads a file. Throws SourceError, also for a directory, a device and a file of more than
/// `max_finding_bytes`.
Finding read_finding(const std::filesystem::path& path);

/// Throws std::runtime_error, with words for the user, if no file could be written into that folder. Makes
/// nothing: the folder need not be there yet.
void check_folder(const std::filesystem::path& folder);

/// Writes the finding into a folder, which is made if need be, under a name that its contents give. The file
/// is complete or not there. Returns its path. Throws std::runtime_error with words for the user.
std::filesystem::path write_finding(const Finding& finding, const std::filesystem::path& folder);

/// The same for one that is not made small yet, under a name of this process: others that found the same may
/// write into the folder, too, and each takes its own file away again.
std::filesystem::path write_raw_finding(const Finding& finding, const std::filesystem::path& folder);

}  // namespace windtunnel::findings
