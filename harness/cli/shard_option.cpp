#include "harness/cli/shard_option.hpp"

#include <cstdio>
#include <fmt/format.h>
#include <fstream>
#include <stdexcept>

#include "harness/cli/arguments.hpp"
#include "harness/cli/commands.hpp"
#include "harness/scenario/source_error.hpp"

namespace windtunnel::cli {

engine::ShardRequest parse_shard_request(std::string_view option, std::string_view text) {
  try {
    return engine::read_shard_request(text);
  } catch (const std::invalid_argument& error) {
    throw UsageError(fmt::format("{}: {} {}", option, scenario::in_quotes(text), one_line(error.what())));
  }
}

void add_shard_option(CLI::App& command, std::optional<engine::ShardRequest>& request,
                      const std::string& things) {
  add_parsed_option(command, "--shard", request, parse_shard_request,
                    "i/n: of n shards, which share the " + things +
                        ", only the i-th; auto: the one that a batch engine's variables name; see `merge`")
      ->type_name("I/N");
}

engine::Shard shard_of(const std::optional<engine::ShardRequest>& request) {
  return request ? request->shard : engine::Shard();
}

void show_shard(const std::optional<engine::ShardRequest>& request) {
  if (!request) return;
  // Under the other lines of a summary.
  fmt::print("{:<11} {}\n", "shard", in_words(*request).substr(std::string_view("shard ").size()));
  std::fflush(stdout);
  if (request->engine != "bazel") return;
  if (const auto file = engine::own_variable("TEST_SHARD_STATUS_FILE")) std::ofstream touched(*file);
}

}  // namespace windtunnel::cli
