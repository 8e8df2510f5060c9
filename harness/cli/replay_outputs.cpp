#include "harness/cli/replay_outputs.hpp"

#include <fmt/format.h>

#include "harness/cli/commands.hpp"
#include "harness/core/whole_file.hpp"
#include "harness/findings/tell.hpp"
#include "harness/findings/timeline/perfetto.hpp"
#include "harness/findings/timeline/timeline_page.hpp"
#include "harness/findings/timeline/timeline_svg.hpp"

namespace windtunnel::cli {

namespace {

void write(std::string_view option, const std::string& path, std::string_view text) {
  if (path.empty()) return;
  if (!core::write_whole(path, text))
    throw UsageError(fmt::format("{}: {} cannot be written", option, one_line(path)));
  fmt::print(stderr, "written     {}\n", one_line(path));
}

}  // namespace

void add_output_options(CLI::App& command, ReplayOutputs& outputs) {
  command.add_option("--timeline", outputs.timeline, "write the timeline of the run as one HTML file")
      ->type_name("FILE");
  command.add_option("--svg", outputs.svg, "write the timeline as a picture")->type_name("FILE");
  command
      .add_option("--perfetto", outputs.perfetto,
                  "write the timeline for ui.perfetto.dev and chrome://tracing")
      ->type_name("FILE");
}

void write_outputs(const ReplayOutputs& outputs, const findings::Finding& finding,
                   const findings::Replay& replay) {
  if (!outputs.any()) return;
  if (replay.story.steps.empty()) {
    throw UsageError(
        "the run has no timeline: it is of a scenario or takes its process along, and only a program in a "
        "World tells "
        "what its tasks do");
  }
  findings::TimelinePage page;
  page.title = fmt::format("{}: {}", finding.subject, finding.message);
  page.words =
      fmt::format("breaks {}: {}\n{}", finding.law, finding.message, findings::explanation_of(finding));
  page.run = &replay.story;
  page.passing = replay.passing ? &replay.passing->story : nullptr;
  write("--timeline", outputs.timeline, outputs.timeline.empty() ? std::string() : to_html(page));
  write("--svg", outputs.svg, timeline_svg(replay.story));
  write("--perfetto", outputs.perfetto, outputs.perfetto.empty() ? std::string() : to_perfetto(replay.story));
}

}  // namespace windtunnel::cli
