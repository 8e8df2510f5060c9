// The timeline of a run as one HTML file: it needs no network and no other file, and opens in any browser.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

#include "harness/findings/story.hpp"

namespace windtunnel::findings {

/// What the page shows.
struct TimelinePage {
  std::string title;
  std::string words;               ///< above the timeline: what broke and why
  const Story* run = nullptr;      ///< must be there
  const Story* passing = nullptr;  ///< the nearest run that holds; null: there is none
};

/// The text of the page. Where no script runs it shows the picture of timeline_svg().
std::string to_html(const TimelinePage& page);

/// The text with each `@NAME@` of its parts replaced, for pages that are put together from a template.
std::string filled(std::string_view text,
                   std::initializer_list<std::pair<std::string_view, std::string_view>> parts);

}  // namespace windtunnel::findings
