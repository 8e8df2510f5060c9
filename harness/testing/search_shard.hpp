// Which part of each test's search this process does, where several processes share the work. GoogleTest
// gives each shard some of the tests; here each shard gets a part of every search, which helps where few
// tests search for long.
#pragma once

#include <cstdint>
#include <string>

#include "harness/engine/explorer.hpp"
#include "harness/engine/shard.hpp"

namespace windtunnel {

/// What the environment variable WINDTUNNEL_SHARD asks for: `2/5`, or `gtest`, which takes the numbers from
/// GoogleTest's GTEST_TOTAL_SHARDS and GTEST_SHARD_INDEX. Those were removed from the environment when the
/// program started, so that GoogleTest runs every test in every shard. Throws std::invalid_argument for
/// anything else, and where GoogleTest would leave out tests whose search is shared.
engine::Shard asked_shard();

/// What asked_shard() makes of the values of these variables; empty: not set.
engine::Shard shard_of(const std::string& asked, const std::string& total, const std::string& index);

/// Whether the shards have different parts of that search. A strategy that enumerates does all of it in each.
bool is_split(const engine::SearchOptions& options, const engine::Shard& shard);

/// Leaves that shard's part of the search: its number of runs, under a seed of its own.
void take_part(engine::SearchOptions& options, const engine::Shard& shard);

}  // namespace windtunnel
