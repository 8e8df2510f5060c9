#include "harness/findings/timeline/timeline_page.hpp"

#include <algorithm>
#include <cassert>

#include "harness/findings/timeline/markup.hpp"
#include "harness/findings/timeline/page_data.hpp"
#include "harness/findings/timeline/page_parts.hpp"
#include "harness/findings/timeline/timeline_svg.hpp"

namespace windtunnel::findings {

std::string filled(std::string_view text,
                   std::initializer_list<std::pair<std::string_view, std::string_view>> parts) {
  std::string out;
  // What is put in is not looked at again: it may contain anything.
  while (!text.empty()) {
    const std::size_t mark = std::min(text.find('@'), text.size());
    out += text.substr(0, mark);
    text.remove_prefix(mark);
    if (text.empty()) break;
    const std::size_t end = text.find('@', 1);
    const std::string_view name =
        end == std::string_view::npos ? std::string_view() : text.substr(1, end - 1);
    const auto* const part =
        std::find_if(parts.begin(), parts.end(), [&](const auto& each) { return each.first == name; });
    if (part == parts.end()) {
      out += '@';
      text.remove_prefix(1);
    } else {
      out += part->second;
      text.remove_prefix(end + 1);
    }
  }
  return out;
}

std::string to_html(const TimelinePage& page) {
  assert(page.run != nullptr);
  const std::string title = in_markup(page.title);
  return filled(page_html, {{"TITLE", title},
                            {"WORDS", in_markup(page.words)},
                            {"PICTURE", timeline_svg(*page.run)},
                            {"STYLE", page_css},
                            {"DATA", page_data(*page.run, page.passing)},
                            {"SCRIPT", page_js}});
}

}  // namespace windtunnel::findings
