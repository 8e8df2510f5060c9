// The page of a search of one subject's schedules.
#pragma once

#include <string_view>

#include "harness/engine/explorer.hpp"
#include "harness/findings/page/campaign_page.hpp"

namespace windtunnel::findings {

/// What a search shows while it runs, for its curves: the partial orders that each strategy was the first of
/// its stream to show.
Curves::Values values_of(const engine::SearchProgress& progress);

/// The page of a search that is over, without findings, which the caller has.
CampaignPage page_of(std::string_view name, const engine::SearchOptions& options,
                     const engine::SearchResult& result, Curves curves);

}  // namespace windtunnel::findings
