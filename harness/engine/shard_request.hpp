// Which shard a process is to run: "2/5" says it, and "auto" asks the variables that batch engines set for
// each task of an array. A shard is asked for, never assumed: a job that only happens to be one of several
// runs everything.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "harness/engine/shard.hpp"

namespace windtunnel::engine {

/// The value of an environment variable; nothing if it is not set.
using Environment = std::function<std::optional<std::string>(const char* name)>;

/// A variable of this process.
std::optional<std::string> own_variable(const char* name);

/// A shard, and what named it.
struct ShardRequest {
  Shard shard;
  std::string engine;     ///< "slurm"; empty if the request itself said i/n
  std::string variables;  ///< of the engine: "CI_NODE_INDEX=2, CI_NODE_TOTAL=5"

  bool operator==(const ShardRequest&) const = default;
};

/// What a request can be, for messages: "i/n, ...".
std::string shard_requests();

/// Reads a request: `i/n`, i from 1; `auto` for the engine whose variables are set; `slurm`, `kubernetes`,
/// `gitlab`, `buildkite`, `bazel` or `gtest` for that engine. The last two forms with `/n` say how many
/// shards there are, which Kubernetes does not, and which a Slurm array that runs one shard again does not
/// know; a Slurm array then counts from 0. Throws std::invalid_argument, with words that follow the request
/// in a message: for anything else, a number out of range, and two engines that disagree.
ShardRequest read_shard_request(std::string_view request, const Environment& environment = own_variable);

/// Whether the request is answered by that engine's variables, if they are set.
bool may_ask(std::string_view request, std::string_view engine);

/// "shard 2 of 5 (gitlab: CI_NODE_INDEX=2, CI_NODE_TOTAL=5)".
std::string in_words(const ShardRequest& request);

}  // namespace windtunnel::engine
