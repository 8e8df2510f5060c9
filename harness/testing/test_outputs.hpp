// The files that a test program writes beside what it prints: `--windtunnel_report=FILE`, for editors and CI,
// and `--windtunnel_html=FOLDER`, pages for people. Both are written again after each search, so that they
// are complete whenever the program ends.
#pragma once

#include <string>
#include <vector>

#include "harness/core/subject.hpp"
#include "harness/engine/explorer.hpp"
#include "harness/findings/keep.hpp"
#include "harness/findings/page/curves.hpp"
#include "harness/findings/replay.hpp"

namespace windtunnel {

/// A failure with its replay, as it is told.
struct ToldFailure {
  findings::Finding finding;
  findings::Replay replay;
  std::string text;  ///< the replay string; may be empty
  std::string path;  ///< of the finding's file; may be empty
  std::string how;   ///< lines that say how to see it again
};

/// Adds the search of one subject to the files that were asked for. `curves` are what it showed over time.
/// Says on standard error why one cannot be written.
void write_test_outputs(const std::vector<std::string>& arguments, const core::Subject& subject,
                        const engine::SearchOptions& options, const engine::SearchResult& searched,
                        findings::Curves curves, const ToldFailure* failure);

}  // namespace windtunnel
