#include "harness/findings/page/curves.hpp"

#include <algorithm>
#include <cassert>
#include <fmt/format.h>

#include "harness/core/figures.hpp"
#include "harness/findings/timeline/markup.hpp"

namespace windtunnel::findings {

namespace {

constexpr double left = 70;
constexpr double top = 12;
constexpr double width = 560;
constexpr double height = 220;
constexpr double legend = left + width + 20;
constexpr double legend_row = 20;
constexpr std::size_t colours = 10;  // that the page's style knows

std::string line_of(const Curves& curves, std::size_t curve, double end, double most) {
  std::string points;
  if (curves.moments().front().seconds > 0) points = fmt::format("{:.1f},{:.1f} ", left, top + height);
  for (const Curves::Moment& moment : curves.moments()) {
    points += fmt::format("{:.1f},{:.1f} ", left + width * moment.seconds / end,
                          top + height * (1 - static_cast<double>(moment.values[curve]) / most));
  }
  return points;
}

}  // namespace

void Curves::add(double seconds, const Values& values) {
  if (names_.empty())
    for (const auto& [name, value] : values) names_.push_back(name);
  assert(values.size() == names_.size());
  if (is_passed_over_) moments_.pop_back();
  is_passed_over_ = count_++ % every_ != 0;
  Moment& moment = moments_.emplace_back();
  moment.seconds = seconds;
  for (const auto& [name, value] : values) moment.values.push_back(value);
  if (is_passed_over_ || moments_.size() + 1 < most_moments) return;
  // Every second one goes, and from now on twice as many are passed over. The latest one stays.
  static_assert(most_moments % 2 == 0);
  std::size_t kept = 0;
  for (std::size_t at = 0; at < moments_.size(); at += 2) moments_[kept++] = std::move(moments_[at]);
  moments_.resize(kept);
  every_ *= 2;
}

std::string plot_of(const Curves& curves) {
  const std::vector<Curves::Moment>& moments = curves.moments();
  if (moments.empty()) return {};
  const std::vector<std::uint64_t>& last = moments.back().values;
  std::vector<std::size_t> shown;
  for (std::size_t at = 0; at < last.size(); ++at)
    if (last[at] != 0) shown.push_back(at);
  if (shown.empty()) return {};
  std::sort(shown.begin(), shown.end(),
            [&](std::size_t a, std::size_t b) { return last[a] != last[b] ? last[a] > last[b] : a < b; });
  const double end = std::max(moments.back().seconds, 1e-9);
  const auto most = static_cast<double>(last[shown.front()]);
  const double bottom = top + height;
  std::string text = fmt::format(
      "<svg class=\"plot\" viewBox=\"0 0 {0} {1}\" width=\"{0}\" height=\"{1}\" role=\"img\" "
      "aria-label=\"what was new over time\">\n",
      legend + 240, std::max(bottom + 26, top + legend_row * static_cast<double>(shown.size())));
  for (const double share : {0.0, 0.5, 1.0}) {
    const double y = bottom - height * share;
    text += fmt::format(
        "<line class=\"grid\" x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\"/><text x=\"{}\" y=\"{}\" "
        "text-anchor=\"end\">{}</text>\n",
        left, y, left + width, y, left - 8, y + 4, core::grouped(static_cast<std::uint64_t>(most * share)));
  }
  text += fmt::format(
      "<text x=\"{}\" y=\"{}\">0 s</text><text x=\"{}\" y=\"{}\" text-anchor=\"end\">{:.1f} s</text>\n", left,
      bottom + 18, left + width, bottom + 18, end);
  double row = top;
  for (std::size_t place = 0; place < shown.size(); ++place, row += legend_row) {
    const std::size_t curve = shown[place];
    const std::string words =
        in_markup(fmt::format("{} {}", curves.names()[curve], core::grouped(last[curve])));
    text += fmt::format(
        "<polyline class=\"curve c{0}\" points=\"{1}\"><title>{2}</title></polyline>"
        "<line class=\"curve c{0}\" x1=\"{3}\" y1=\"{4}\" x2=\"{5}\" y2=\"{4}\"/>"
        "<text class=\"curve-name\" x=\"{6}\" y=\"{7}\">{2}</text>\n",
        place % colours, line_of(curves, curve, end, most), words, legend, row + 4, legend + 18, legend + 24,
        row + 8);
  }
  return text + "</svg>\n";
}

}  // namespace windtunnel::findings
