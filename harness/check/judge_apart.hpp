// Runs a subject in a process of its own, for code that may not come back: a crash, a hang or a memory
// without end are then just another breach.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "harness/apart/forked_child.hpp"
#include "harness/choices/choice_log.hpp"
#include "harness/choices/log_source.hpp"
#include "harness/properties/laws/law.hpp"
#include "harness/subject.hpp"

namespace windtunnel {

/// What a single run may take: one takes much less than a millisecond, so this is for ever.
inline constexpr ChildLimits one_run_limits{std::chrono::duration<double>(0.5), std::uint64_t{512} << 20U};

/// What came of it.
struct ApartRun {
  std::optional<Breach> breach;  ///< of `no-crash` or `no-hang`
  ChoiceLog schedule;            ///< what was chosen, to the end of the run or of its process
  std::string last_words;
};

/// Runs under the choices of a log. Throws std::system_error if there are not enough processes.
ApartRun run_apart(const Subject& subject, const ChoiceLog& schedule, const RunOptions& options,
                   LogMode mode = LogMode::nearest, const ChildLimits& limits = one_run_limits);

/// The breach that such an end of a run's process is. Its step is the number of choices drawn until then.
Breach death(const Ending& ending, std::size_t choices);

/// A dying process's last words, for a finding: a line each, indented, nothing in it that is not printable.
std::string last_lines(const std::string& last_words);

}  // namespace windtunnel
