// What a search learns while it runs, on one line.
#pragma once

#include <string>

#include "harness/findings/search_page.hpp"

namespace windtunnel::report {

/// How far it is, with what was new since `before`: "12,345 schedules, 4,567 partial orders, 120 new ones a
/// second; about 3 % of the schedules show a new one".
std::string progress_in_words(const findings::SearchSample& before, const findings::SearchSample& now);

}  // namespace windtunnel::report
