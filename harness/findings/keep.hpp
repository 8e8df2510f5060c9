// How a failure gets into its file. Nothing is lost on the way: the finding is written as it was found before
// it is made small, and it is made small in a process of its own. Nothing is shown that does not fail: a
// finding is read back from its text and run in a fresh process first; one that does not fail there says so.
// What cannot be written is still told.
#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include "harness/core/case.hpp"
#include "harness/engine/forked_child.hpp"
#include "harness/findings/finding.hpp"
#include "harness/shrink/shrinker.hpp"

namespace windtunnel::findings {

struct KeepOptions {
  std::filesystem::path folder = "findings";
  shrink::ShrinkLimits shrink{.time = std::chrono::seconds(30)};
  engine::ChildLimits limits;  ///< of the process that shrinks, between two runs
};

/// What is kept of a failure.
struct Kept {
  Finding raw;                 ///< as it was found
  Finding finding;             ///< as small as it got
  bool reproducible = true;    ///< it failed in a fresh process, run from its text
  std::filesystem::path path;  ///< of the file that has it; empty if it could not be written
  std::string not_written;     ///< why, if it could not: words for the user
  shrink::ShrinkReport shrunk;
  std::string given_up;  ///< why shrinking came to no end, in words; then nothing is smaller
};

/// A finding that was made small, and how.
struct Small {
  Finding finding;
  shrink::ShrinkReport report;
};

/// What a user is told of a Kept that is not reproducible.
inline constexpr std::string_view not_reproducible_words =
    "NOT REPRODUCIBLE: run from its text in a fresh process, it does not fail; the trace shows both runs";

/// Keeps a failure. Where each run takes its process along anyway, the runs alone are isolated. A failure
/// that does not fail again is kept as it was found: its message says so, and its trace shows both runs and
/// where they differ first.
Kept keep(const core::Failure& failure, properties::Judge& judge, const KeepOptions& options = {});

/// Makes a finding small within limits, whose pulse moves with each run.
using MakeSmall = std::function<Small(const shrink::ShrinkLimits& limits)>;

/// Whether a finding was seen to fail once more.
using FailsAgain = std::function<bool(const Finding& small)>;

/// Keeps a finding that is made small by any other means, in a process of its own.
Kept keep(const Finding& raw, const MakeSmall& make_small, const FailsAgain& fails_again,
          const KeepOptions& options = {});

}  // namespace windtunnel::findings
