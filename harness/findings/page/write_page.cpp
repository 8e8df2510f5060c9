// Writes a campaign's page and what belongs to it into a folder.
#include <fmt/format.h>
#include <system_error>

#include "harness/core/whole_file.hpp"
#include "harness/findings/page/campaign_page.hpp"
#include "harness/findings/page/page_frame.hpp"
#include "harness/findings/timeline/timeline_page.hpp"

namespace windtunnel::findings {

std::string write_page(const CampaignPage& page, const std::filesystem::path& folder) {
  std::error_code failed;
  std::filesystem::create_directories(folder, failed);
  if (failed) return fmt::format("the folder {} cannot be made: {}", folder.string(), failed.message());
  std::string not_written;
  const auto write = [&](const std::string& file, const std::string& text) {
    if (not_written.empty() && !core::write_whole(folder / file, text))
      not_written = fmt::format("{} cannot be written", (folder / file).string());
  };
  const std::string name = file_name_of(page.name);
  std::vector<std::string> timelines;
  for (const PageFinding& finding : page.findings) {
    std::string& file = timelines.emplace_back();
    if (finding.story.steps.empty()) continue;
    file = timelines.size() == 1 ? name + "-timeline.html"
                                 : fmt::format("{}-{}-timeline.html", name, timelines.size());
    TimelinePage timeline;
    timeline.title = page.name + ": " + finding.message;
    timeline.words = fmt::format("breaks {}: {}\n{}", finding.law, finding.message, finding.because);
    timeline.run = &finding.story;
    timeline.passing = finding.passing.steps.empty() ? nullptr : &finding.passing;
    write(file, to_html(timeline));
  }
  write(name + ".html", to_html(page, timelines));
  write("index.html", index_of(folder));
  return not_written;
}

}  // namespace windtunnel::findings
