#include "harness/findings/search_page.hpp"

#include <algorithm>
#include <cassert>
#include <fmt/format.h>
#include <system_error>

#include "harness/core/figures.hpp"
#include "harness/core/whole_file.hpp"
#include "harness/findings/tell.hpp"
#include "harness/findings/timeline/markup.hpp"
#include "harness/findings/timeline/timeline_page.hpp"
#include "harness/findings/timeline/timeline_svg.hpp"

namespace windtunnel::findings {

namespace {

constexpr std::string_view page_frame = R"(<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>@TITLE@</title><link rel="icon" href="data:,"><style>
:root { color-scheme: light dark } body { font: 14px/1.5 system-ui, sans-serif; margin: 1.5em auto; max-width: 72em; padding: 0 1em }
table { border-collapse: collapse } td, th { text-align: left; padding: 2px 1.2em 2px 0; vertical-align: top }
pre { font: 12px/1.45 ui-monospace, monospace; overflow: auto } .bar { fill: #5b8def } .curve { fill: none; stroke: #5b8def; stroke-width: 2 }
svg text { font: 11px system-ui, sans-serif; fill: #6a737d } .axis { stroke: #8a929a }
</style></head><body><h1>@TITLE@</h1>
@BODY@
</body></html>
)";

std::string row(std::string_view name, std::string_view value) {
  return fmt::format("<tr><th>{}</th><td>{}</td></tr>\n", in_markup(name), in_markup(value));
}

std::string bar(std::uint64_t count, std::uint64_t most) {
  const double width = most == 0 ? 0 : 240.0 * static_cast<double>(count) / static_cast<double>(most);
  return fmt::format(
      "<svg width=\"240\" height=\"10\"><rect class=\"bar\" width=\"{:.1f}\" height=\"10\"/></svg>", width);
}

std::string shares_table(const engine::SearchResult& result) {
  if (result.shares.empty()) return {};
  std::uint64_t most = 0;
  for (const engine::Share& share : result.shares) most = std::max(most, share.news);
  std::string text =
      "<h2>Strategies</h2><table><tr><th>strategy</th><th>runs</th><th>new orders</th><th></th></tr>\n";
  for (const engine::Share& share : result.shares) {
    text += fmt::format("<tr><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>\n", in_markup(share.name),
                        core::grouped(share.runs), core::grouped(share.news), bar(share.news, most));
  }
  return text + "</table>\n";
}

// The partial orders over the time of the search.
std::string plot(const std::vector<SearchSample>& samples) {
  if (samples.size() < 2 || samples.back().orders == 0) return {};
  constexpr double width = 640;
  constexpr double height = 160;
  const double end = std::max(samples.back().seconds, 1e-9);
  const auto most = static_cast<double>(samples.back().orders);
  std::string points;
  for (const SearchSample& sample : samples) {
    points += fmt::format("{:.1f},{:.1f} ", 50 + width * sample.seconds / end,
                          10 + height * (1 - static_cast<double>(sample.orders) / most));
  }
  return fmt::format(
      "<h2>What was new over time</h2><svg width=\"720\" height=\"200\" role=\"img\" aria-label=\"partial "
      "orders over time\">"
      "<line class=\"axis\" x1=\"50\" y1=\"170\" x2=\"690\" y2=\"170\"/><line class=\"axis\" x1=\"50\" "
      "y1=\"10\" x2=\"50\" "
      "y2=\"170\"/><polyline class=\"curve\" points=\"{}\"/><text x=\"50\" y=\"186\">0 s</text><text "
      "x=\"650\" "
      "y=\"186\">{:.1f} s</text><text x=\"0\" y=\"18\">{}</text></svg>\n",
      points, end, core::grouped(samples.back().orders));
}

std::string finding_section(const SearchPage& page, const std::string& timeline) {
  if (page.finding == nullptr) return "<h2>Findings</h2><p>Nothing broke.</p>\n";
  const Finding& finding = *page.finding;
  std::string text =
      fmt::format("<h2>Findings</h2><p><b>{}</b>: {}</p>\n<pre>{}</pre>\n", in_markup(finding.law),
                  in_markup(finding.message), in_markup(explanation_of(finding)));
  if (!timeline.empty()) text += fmt::format("<p><a href=\"{}\">its timeline</a></p>\n", in_markup(timeline));
  if (page.replay != nullptr && !page.replay->story.steps.empty()) text += timeline_svg(page.replay->story);
  return text;
}

// As the name of a file.
std::string file_name(const std::string& name) {
  std::string file;
  for (const char byte : name.substr(0, 100)) {
    const bool plain = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
                       (byte >= '0' && byte <= '9') || byte == '_' || byte == '-' ||
                       (byte == '.' && !file.empty());
    file += plain ? byte : '-';
  }
  return file.empty() ? "search" : file;
}

// All pages of the folder but the timelines and itself.
std::string index_of(const std::filesystem::path& folder) {
  std::vector<std::string> names;
  std::error_code failed;
  for (const auto& entry : std::filesystem::directory_iterator(folder, failed)) {
    const std::string name = entry.path().filename().string();
    if (name.ends_with(".html") && !name.ends_with("-timeline.html") && name != "index.html")
      names.push_back(name);
  }
  std::sort(names.begin(), names.end());
  std::string body = "<ul>\n";
  for (const std::string& name : names)
    body += fmt::format("<li><a href=\"{0}\">{0}</a></li>\n", in_markup(name));
  return filled(page_frame, {{"TITLE", "windtunnel"}, {"BODY", body + "</ul>\n"}});
}

}  // namespace

std::string to_html(const SearchPage& page, const std::string& timeline) {
  assert(page.options != nullptr && page.result != nullptr);
  const engine::SearchResult& result = *page.result;
  std::string body = "<h2>What was searched</h2><table>\n";
  body += row("strategy", fmt::format("{}, seed {}", page.options->strategy, page.options->seed));
  body +=
      row("schedules", fmt::format("{} in {:.1f} s", core::grouped(result.coverage.runs()), result.seconds));
  body += row("steps", core::grouped(result.coverage.steps()));
  body += row("partial orders", core::grouped(result.coverage.orders()));
  if (!result.certificate.empty()) body += row("shown", result.certificate);
  for (const std::string& goal : result.goals.in_words(result.coverage.runs())) body += row("goal", goal);
  for (const std::string& words : result.objections()) body += row("not reached", words);
  for (const auto& [name, value] : page.figures) body += row(name, value);
  body += "</table>\n" + shares_table(result) + plot(page.samples) + finding_section(page, timeline);
  return filled(page_frame, {{"TITLE", in_markup(page.name)}, {"BODY", body}});
}

std::string write_search_page(const SearchPage& page, const std::filesystem::path& folder) {
  std::error_code failed;
  std::filesystem::create_directories(folder, failed);
  if (failed) return fmt::format("the folder {} cannot be made: {}", folder.string(), failed.message());
  const std::string name = file_name(page.name);
  std::string timeline;
  const auto write = [&](const std::string& file, const std::string& text) {
    return core::write_whole(folder / file, text);
  };
  if (page.finding != nullptr && page.replay != nullptr && !page.replay->story.steps.empty()) {
    timeline = name + "-timeline.html";
    TimelinePage shown;
    shown.title = page.name + ": " + page.finding->message;
    shown.words = explanation_of(*page.finding);
    shown.run = &page.replay->story;
    shown.passing = page.replay->passing ? &page.replay->passing->story : nullptr;
    if (!write(timeline, to_html(shown)))
      return fmt::format("{} cannot be written", (folder / timeline).string());
  }
  if (!write(name + ".html", to_html(page, timeline)) || !write("index.html", index_of(folder)))
    return fmt::format("{} cannot be written", (folder / (name + ".html")).string());
  return {};
}

}  // namespace windtunnel::findings
