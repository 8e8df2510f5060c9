// What a search says at its end: what it did, what it saw, what is left.
#pragma once

#include <string>
#include <string_view>

#include "harness/engine/explorer.hpp"

namespace windtunnel::report {

/// The lines of the summary. `name` is the subject's.
std::string search_summary(std::string_view name, const engine::SearchOptions& options,
                           const engine::SearchResult& result);

}  // namespace windtunnel::report
