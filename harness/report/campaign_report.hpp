// A campaign's report: what was to be done, what was counted and what was found, as JSON. Reports of the
// shards of one campaign are joined to that of the whole.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/engine/campaign.hpp"
#include "harness/report/shard_roll.hpp"

namespace windtunnel::report {

/// A finding, and the program that left it.
struct ReportedFinding {
  std::uint64_t program = 0;
  std::string text;  ///< of the finding's file

  bool operator==(const ReportedFinding&) const = default;
};

struct CampaignReport {
  engine::CampaignOptions
      options;  ///< what decides which programs run; `jobs` and other means are not reported
  engine::CampaignResult result;          ///< its failure, if there is a finding, is a program's number alone
  std::vector<ReportedFinding> findings;  ///< by program
};

std::string to_json(const CampaignReport& report);

/// Reads that; `file_name` is for messages. Throws SourceError.
CampaignReport parse_report(std::string_view text, std::string_view file_name);

/// The command that runs a shard of that campaign.
std::string command_of(const engine::CampaignOptions& options, const engine::Shard& shard);

/// The shards of one campaign, joined.
struct MergedReport {
  CampaignReport whole;
  ShardRoll shards;
};

/// Joins them, in any order. Throws std::invalid_argument, with words for the user that name a file, if there
/// are none, if they are not of one campaign, or if a shard is there twice. `files` are the reports' names.
MergedReport merge(const std::vector<CampaignReport>& reports, const std::vector<std::string>& files);

}  // namespace windtunnel::report
