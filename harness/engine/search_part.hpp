// A shard's part of a search: some of its runs, under a seed of its own.
#pragma once

#include <algorithm>
#include <cstdint>

#include "harness/core/random.hpp"
#include "harness/engine/explorer.hpp"
#include "harness/engine/shard.hpp"

namespace windtunnel::engine {

/// Whether the shards have different parts of that search. A strategy that enumerates does all of it in each.
inline bool is_split(const SearchOptions& options, const Shard& shard) {
  return shard.count > 1 && !enumerates(options.strategy);
}

/// How many of that many runs are the shard's. At least one: a search without a run shows nothing.
constexpr std::uint64_t runs_of(const Shard& shard, std::uint64_t runs) {
  return std::max<std::uint64_t>(1, share_of(shard, runs));
}

/// Leaves that shard's part of the search.
inline void take_part(SearchOptions& options, const Shard& shard) {
  if (!is_split(options, shard)) return;
  options.runs = runs_of(shard, options.runs);
  // The first goes on from the seed that was named.
  if (shard.number > 1) options.seed = core::derive(options.seed, shard.number);
}

}  // namespace windtunnel::engine
