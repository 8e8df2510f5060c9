// The page of a campaign of `check`.
#pragma once

#include "harness/engine/campaign.hpp"
#include "harness/findings/page/campaign_page.hpp"

namespace windtunnel::report {

/// What a campaign shows while it runs, for its curves: coverage marks, constructs and faults.
findings::Curves::Values values_of(const engine::CampaignProgress& progress);

/// The page of a campaign that is over, without findings, which the caller has.
findings::CampaignPage page_of(const engine::CampaignOptions& options, const engine::CampaignResult& result,
                               findings::Curves curves);

}  // namespace windtunnel::report
