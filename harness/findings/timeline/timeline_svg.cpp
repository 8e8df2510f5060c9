#include "harness/findings/timeline/timeline_svg.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <vector>

#include "harness/core/printable.hpp"
#include "harness/findings/timeline/markup.hpp"

namespace windtunnel::findings {

namespace {

constexpr int clock_width = 70;
constexpr int column_width = 270;
constexpr int row_height = 26;
constexpr int top = 34;
constexpr std::size_t longest_words = 33;

constexpr std::string_view style = R"(
text { font: 12px ui-monospace, monospace; fill: #1b1f24 }
.dim { fill: #6a737d }
rect { fill: #ddebff; stroke: #5b8def }
.wait, .wake { fill: #f1f3f5; stroke: #8a929a }
.send, .receive { fill: #dff5e1; stroke: #4c9a5a }
.fault { fill: #ffe8c7; stroke: #d98200 }
.breaks { fill: #ffd3d3; stroke: #c62828; stroke-width: 2 }
.paper { fill: #ffffff; stroke: none }
line { stroke: #d8dee4 }
path { fill: none; stroke: #8a63d2 }
marker path { fill: #8a63d2; stroke: none }
@media (prefers-color-scheme: dark) {
text { fill: #e6e9ec } .dim { fill: #98a2ad } .paper { fill: #16191d } line { stroke: #333a42 }
rect { fill: #1f3454 } .wait, .wake { fill: #262b31 } .send, .receive { fill: #1d3a25 } .fault { fill: #4d3512 }
.breaks { fill: #5a1f1f; stroke: #ff7b72 } path { stroke: #c4a7ff } marker path { fill: #c4a7ff }
})";

// At most that many characters.
std::string cut(const std::string& text) {
  std::size_t characters = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const bool begins = (static_cast<unsigned char>(text[at]) & 0xc0U) != 0x80;
    if (begins && ++characters > longest_words) return text.substr(0, at) + "…";
  }
  return text;
}

class Picture {
 public:
  Picture(const Story& story, std::size_t most_steps)
      : story_(story), shown_(steps_that_matter(story, most_steps)) {
    for (const std::size_t at : shown_) {
      rows_[at] = rows_.size();
      columns_.emplace(story.steps[at].lane, 0);
    }
    int column = 0;
    for (auto& [lane, place] : columns_) place = column++;
  }

  std::string text() {
    const int width = clock_width + column_width * static_cast<int>(columns_.size());
    const int height = top + row_height * static_cast<int>(shown_.size()) + 10;
    text_ = fmt::format(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {0} {1}\" width=\"{0}\" height=\"{1}\" "
        "role=\"img\" "
        "aria-label=\"timeline\">\n<style>{2}\n</style>\n<defs><marker id=\"arrow\" viewBox=\"0 0 8 8\" "
        "refX=\"8\" "
        "refY=\"4\" markerWidth=\"7\" markerHeight=\"7\" orient=\"auto\"><path d=\"M0 0L8 4L0 "
        "8z\"/></marker></defs>\n"
        "<rect class=\"paper\" width=\"{0}\" height=\"{1}\"/>\n<text class=\"dim\" x=\"6\" y=\"20\">time "
        "(s)</text>\n",
        width, height, style);
    for (const auto& [lane, column] : columns_) {
      const int x = clock_width + column * column_width;
      const StoryLane& named = story_.lanes[lane];
      const std::string name =
          named.host.empty() || named.host == named.name ? named.name : named.name + " on " + named.host;
      text_ += fmt::format("<text x=\"{}\" y=\"20\" font-weight=\"bold\">{}</text>\n", x + 8,
                           in_markup(cut(core::printable_line(name))));
      text_ += fmt::format("<line x1=\"{0}\" y1=\"28\" x2=\"{0}\" y2=\"{1}\"/>\n", x, height - 6);
    }
    for (const std::size_t at : shown_) add_step(at);
    for (const std::size_t at : shown_) add_arrows(at);
    return text_ + "</svg>\n";
  }

 private:
  int left_of(std::size_t at) const {
    return clock_width + columns_.at(story_.steps[at].lane) * column_width + 6;
  }
  int top_of(std::size_t at) const { return top + static_cast<int>(rows_.at(at)) * row_height; }

  void add_step(std::size_t at) {
    const StoryStep& step = story_.steps[at];
    const std::string words = core::printable_line(step.words);
    const int y = top_of(at);
    const bool new_time = rows_.at(at) == 0 || story_.steps[shown_[rows_.at(at) - 1]].seconds != step.seconds;
    if (new_time)
      text_ += fmt::format("<text class=\"dim\" x=\"6\" y=\"{}\">{}</text>\n", y + 15,
                           seconds_in_words(step.seconds));
    text_ += fmt::format(
        "<g><title>{}{}{}</title><rect class=\"{}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"20\" "
        "rx=\"3\"/><text x=\"{}\" "
        "y=\"{}\">{}</text></g>\n",
        in_markup(words), step.place.empty() ? "" : "  ", in_markup(step.place), name_of(step.kind),
        left_of(at), y, column_width - 18, left_of(at) + 5, y + 14, in_markup(cut(words)));
  }

  // From the causes in other lanes that are shown.
  void add_arrows(std::size_t at) {
    for (const std::uint32_t cause : story_.steps[at].causes) {
      if (!rows_.contains(cause) || story_.steps[cause].lane == story_.steps[at].lane) continue;
      const bool right = left_of(at) > left_of(cause);
      const int from = left_of(cause) + (right ? column_width - 18 : 0);
      const int to = left_of(at) + (right ? 0 : column_width - 18);
      const int bend = right ? 14 : -14;
      text_ += fmt::format("<path d=\"M{} {}C{} {} {} {} {} {}\" marker-end=\"url(#arrow)\"/>\n", from,
                           top_of(cause) + 10, from + bend, top_of(cause) + 10, to - bend, top_of(at) + 10,
                           to, top_of(at) + 10);
    }
  }

  const Story& story_;
  std::vector<std::size_t> shown_;
  std::map<std::size_t, std::size_t> rows_;  // by step
  std::map<std::uint32_t, int> columns_;     // by lane
  std::string text_;
};

}  // namespace

std::string timeline_svg(const Story& story, std::size_t most_steps) {
  return Picture(story, most_steps).text();
}

}  // namespace windtunnel::findings
