// The files that a replay writes: the timeline as a page, as a picture, and for ui.perfetto.dev.
#pragma once

#include <CLI/CLI.hpp>
#include <string>

#include "harness/findings/finding.hpp"
#include "harness/findings/replay.hpp"

namespace windtunnel::cli {

struct ReplayOutputs {
  std::string timeline;  ///< the paths; empty: not wanted
  std::string svg;
  std::string perfetto;

  bool any() const { return !timeline.empty() || !svg.empty() || !perfetto.empty(); }
};

/// The options `--timeline`, `--svg` and `--perfetto`.
void add_output_options(CLI::App& command, ReplayOutputs& outputs);

/// Writes those that are wanted. Throws UsageError if one cannot be written, or if the run has no story.
void write_outputs(const ReplayOutputs& outputs, const findings::Finding& finding,
                   const findings::Replay& replay);

}  // namespace windtunnel::cli
