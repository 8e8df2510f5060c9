#include "harness/findings/page/campaign_page.hpp"

#include <algorithm>
#include <cassert>
#include <fmt/format.h>
#include <string_view>

#include "harness/core/figures.hpp"
#include "harness/findings/page/page_frame.hpp"
#include "harness/findings/tell.hpp"
#include "harness/findings/timeline/markup.hpp"
#include "harness/findings/timeline/timeline_svg.hpp"
#include "harness/properties/rules.hpp"

namespace windtunnel::findings {

namespace {

constexpr std::size_t longest_words = 200'000;  // of a finding, in bytes
constexpr std::size_t folded_from = 40;         // rows of a table that is not shown unless asked for

std::string section(std::string_view id, std::string_view heading, const std::string& body) {
  return fmt::format("<section id=\"{}\"><h2>{}</h2>\n{}</section>\n", in_markup(id), in_markup(heading),
                     body);
}

std::string bar_of(std::uint64_t count, std::uint64_t most) {
  if (most == 0 || count == 0) return {};
  return fmt::format("<span class=\"bar\" style=\"width:{:.1f}px\"></span>",
                     std::max(1.0, 240.0 * static_cast<double>(count) / static_cast<double>(most)));
}

std::string section_of(const PageCounts& counts) {
  if (counts.rows.empty()) return {};
  std::uint64_t most = 0;
  std::size_t never = 0;
  for (const PageCounts::Row& row : counts.rows) {
    assert(row.numbers.size() + 1 == counts.columns.size());
    most = std::max(most, row.numbers.back());
    never += row.numbers.back() == 0 ? 1U : 0U;
  }
  std::string table = "<table><tr>";
  for (const std::string& column : counts.columns) table += fmt::format("<th>{}</th>", in_markup(column));
  table += "<th></th></tr>\n";
  for (const PageCounts::Row& row : counts.rows) {
    const bool is_missing = counts.must_happen && row.numbers.back() == 0;
    table += fmt::format("<tr{}><td>{}</td>", is_missing ? " class=\"never\"" : "", in_markup(row.name));
    for (std::size_t at = 0; at < row.numbers.size(); ++at) {
      const bool is_last = at + 1 == row.numbers.size();
      table += fmt::format("<td class=\"number\">{}</td>",
                           is_last && is_missing ? "never" : core::grouped(row.numbers[at]));
    }
    table += fmt::format("<td>{}</td></tr>\n", bar_of(row.numbers.back(), most));
  }
  table += "</table>\n";
  std::string body = counts.about.empty() ? "" : fmt::format("<p>{}</p>\n", in_markup(counts.about));
  if (counts.rows.size() >= folded_from) {
    table = fmt::format("<details><summary>{} of {} were seen</summary>\n{}</details>\n",
                        counts.rows.size() - never, counts.rows.size(), table);
  }
  return section(counts.id, counts.heading, body + table);
}

std::string section_of(const PageFinding& finding, const std::string& timeline) {
  std::string_view words = finding.words;
  const bool cut = words.size() > longest_words;
  if (cut) words = words.substr(0, longest_words);
  std::string text = fmt::format("<h3>breaks {}: {}</h3>\n<pre>{}{}</pre>\n", in_markup(finding.law),
                                 in_markup(finding.message), in_markup(words),
                                 cut ? "\n... (the finding's file has the rest)" : "");
  if (!timeline.empty())
    text += fmt::format("<p><a class=\"timeline\" href=\"{}\">its timeline</a></p>\n", in_markup(timeline));
  if (!finding.story.steps.empty()) text += timeline_svg(finding.story);
  if (!finding.how.empty()) text += fmt::format("<pre class=\"how\">{}</pre>\n", in_markup(finding.how));
  return text;
}

std::string findings_section(const CampaignPage& page, const std::vector<std::string>& timelines) {
  std::string body;
  for (std::size_t at = 0; at < page.findings.size(); ++at)
    body += section_of(page.findings[at], at < timelines.size() ? timelines[at] : std::string());
  if (body.empty()) body = "<p>There are none.</p>\n";
  return section("findings", "Findings", body);
}

}  // namespace

PageFinding page_finding(const Finding& finding, const Replay& replay, const std::string& path) {
  PageFinding shown;
  shown.law = finding.law;
  shown.message = finding.message;
  shown.because = explanation_of(finding);
  shown.words =
      rules::has(finding.law) && !replay.story.steps.empty() ? told(finding, replay) : in_full(finding);
  if (!path.empty()) shown.how = fmt::format("finding     {0}\nreplay      ./wt replay {0}\n", path);
  shown.story = replay.story;
  if (replay.passing) shown.passing = replay.passing->story;
  return shown;
}

std::string to_html(const CampaignPage& page, const std::vector<std::string>& timelines) {
  std::string searched = "<table>\n";
  for (const auto& [what, words] : page.searched)
    searched += fmt::format("<tr><th>{}</th><td>{}</td></tr>\n", in_markup(what), in_markup(words));
  std::string body =
      fmt::format("<p class=\"verdict{}\">{}</p>\n", page.broken ? " broken" : "", in_markup(page.verdict));
  body += findings_section(page, timelines);
  body += section("searched", "What was searched", searched + "</table>\n");
  if (const std::string plot = plot_of(page.curves); !plot.empty())
    body += section("plot", page.new_things + " over time", plot);
  for (const PageCounts& counts : page.counts) body += section_of(counts);
  return framed(page.name, page.verdict, body);
}

}  // namespace windtunnel::findings
