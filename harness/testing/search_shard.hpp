// Which part of each test's search this process does, where several processes share the work. GoogleTest
// gives each shard some of the tests; here each shard gets a part of every search, which helps where few
// tests search for long.
#pragma once

#include "harness/engine/shard_request.hpp"

namespace windtunnel {

/// What the environment variable WINDTUNNEL_SHARD asks for: `2/5`, or a batch engine, which `auto` looks for.
/// Where GoogleTest's GTEST_TOTAL_SHARDS and GTEST_SHARD_INDEX name the shard, they were removed from the
/// environment when the program started, so that GoogleTest runs every test in every shard. Throws
/// std::invalid_argument for anything else, and where GoogleTest would leave out tests whose search is
/// shared.
engine::ShardRequest asked_shard();

/// What asked_shard() makes of these variables.
engine::ShardRequest shard_asked_by(const engine::Environment& environment);

}  // namespace windtunnel
