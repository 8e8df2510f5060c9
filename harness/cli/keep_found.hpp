// What the commands that search do with what they have found: keep it, and show it.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "harness/findings/keep.hpp"

namespace windtunnel::cli {

/// How long shrinking may take: half a minute, and no longer than the search itself might.
shrink::ShrinkLimits shrink_limits(const std::optional<std::chrono::duration<double>>& search_time);

/// Keeps the failure in that folder, and shows it; standard error says why if it could not be written. Gives
/// the finding.
findings::Finding keep_and_show(const core::Failure& found, const std::string& folder,
                                const std::optional<std::chrono::duration<double>>& search_time);

/// What to do with a finding's file.
inline constexpr std::string_view replay_hint = "replay      ./wt replay";

/// Prints what was kept: how it was shrunk, the finding, and where it is, with that hint. `told` is the
/// finding in words; without them all of it is shown.
void show(const findings::Kept& kept, std::string_view hint = replay_hint, const std::string& told = {});

}  // namespace windtunnel::cli
