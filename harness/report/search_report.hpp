// The report of a search of one subject's schedules, as JSON. Reports of the shards of one search are joined
// to that of the whole.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "harness/core/scheduling_model.hpp"
#include "harness/engine/explorer.hpp"
#include "harness/report/shard_roll.hpp"

namespace windtunnel::report {

/// What decides which schedules run.
struct SearchedWhat {
  std::string subject;  ///< a C++ subject's name or a scenario's file
  std::string strategy;
  unsigned depth = 1;
  std::uint64_t runs = 0;  ///< of all shards together
  double seconds = 0;      ///< at most, of each shard; 0: as long as the runs take
  std::uint64_t seed = 1;  ///< from which the shards derive theirs
  core::SchedulingModel model = core::SchedulingModel::exact;
  bool livelock = false;
};

/// A schedule that fails.
struct FoundSchedule {
  std::uint64_t shard = 1;
  std::uint64_t run = 0;  ///< of the shard
  std::string text;       ///< of the finding's file

  bool operator==(const FoundSchedule&) const = default;
};

struct SearchReport {
  SearchedWhat what;
  engine::Shard shard;
  engine::SearchResult result;          ///< its failure, if there is a finding, is a number of runs alone
  std::vector<FoundSchedule> findings;  ///< by shard
};

/// Whether the text is such a report, and not a campaign's.
bool is_search_report(std::string_view text);

std::string to_json(const SearchReport& report);

/// Reads that; `file_name` is for messages. Throws SourceError.
SearchReport parse_search_report(std::string_view text, std::string_view file_name);

/// The command that runs a shard of that search.
std::string command_of(const SearchedWhat& what, const engine::Shard& shard);

/// The shards of one search, joined.
struct MergedSearch {
  SearchReport whole;
  ShardRoll shards;
};

/// Joins them, in any order. Goals that no shard reached are judged if all have reported. Throws
/// std::invalid_argument, with words for the user that name a file, if there are none, if they are not of one
/// search, or if a shard is there twice. `files` are the reports' names.
MergedSearch merge(const std::vector<SearchReport>& reports, const std::vector<std::string>& files);

}  // namespace windtunnel::report
