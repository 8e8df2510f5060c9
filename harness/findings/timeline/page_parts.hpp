// The parts of the timeline's page, as they are in page.html, page.css and page.js beside this file: the
// build puts them into the library.
#pragma once

#include <string_view>

namespace windtunnel::findings {

extern const std::string_view page_html;
extern const std::string_view page_css;
extern const std::string_view page_js;

}  // namespace windtunnel::findings
