// The option --shard of the commands that can be spread over machines.
#pragma once

#include <CLI/CLI.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "harness/engine/shard_request.hpp"

namespace windtunnel::cli {

/// What --shard says. Throws UsageError for anything else.
engine::ShardRequest parse_shard_request(std::string_view option, std::string_view text);

/// Declares --shard, which must outlive the parser. `things` is what is shared: "programs".
void add_shard_option(CLI::App& command, std::optional<engine::ShardRequest>& request,
                      const std::string& things);

/// The shard; all there is if none was asked for.
engine::Shard shard_of(const std::optional<engine::ShardRequest>& request);

/// Prints which shard runs, and the variables that named it, if one was asked for. Tells Bazel, which wants
/// to know, that the shards are respected.
void show_shard(const std::optional<engine::ShardRequest>& request);

}  // namespace windtunnel::cli
