#include "harness/testing/search_shard.hpp"

#include <cstdlib>
#include <fmt/format.h>
#include <stdexcept>
#include <string_view>

namespace windtunnel {

namespace {

constexpr const char* shard_variable = "WINDTUNNEL_SHARD";
constexpr const char* total_variable = "GTEST_TOTAL_SHARDS";
constexpr const char* index_variable = "GTEST_SHARD_INDEX";

// GoogleTest's own variables, which are taken away from it where a shard comes from them. Bazel sets them,
// too.
struct TakenVariables {
  std::optional<std::string> total;
  std::optional<std::string> index;
};

// Before main, and so before GoogleTest reads them.
const TakenVariables taken = [] {
  TakenVariables variables;
  const std::string asked = engine::own_variable(shard_variable).value_or("");
  if (!engine::may_ask(asked, "gtest") && !engine::may_ask(asked, "bazel")) return variables;
  variables = {engine::own_variable(total_variable), engine::own_variable(index_variable)};
  unsetenv(total_variable);
  unsetenv(index_variable);
  return variables;
}();

// As it was when the program started.
std::optional<std::string> variable_at_start(const char* name) {
  if (name == std::string_view(total_variable) && taken.total) return taken.total;
  if (name == std::string_view(index_variable) && taken.index) return taken.index;
  return engine::own_variable(name);
}

}  // namespace

engine::ShardRequest asked_shard() {
  return shard_asked_by(variable_at_start);
}

engine::ShardRequest shard_asked_by(const engine::Environment& environment) {
  const std::string asked = environment(shard_variable).value_or("");
  if (asked.empty()) return {};
  engine::ShardRequest request;
  try {
    request = engine::read_shard_request(asked, environment);
  } catch (const std::invalid_argument& error) {
    throw std::invalid_argument(fmt::format("windtunnel: {}={} {}", shard_variable, asked, error.what()));
  }
  const std::string total = environment(total_variable).value_or("");
  if (!total.empty() && !engine::may_ask(asked, "gtest") && !engine::may_ask(asked, "bazel")) {
    throw std::invalid_argument(fmt::format(
        "windtunnel: {0}={1} and {2}={3} lose a part of each search, because GoogleTest then runs each "
        "test in one shard alone; {0}=gtest takes the shard from GoogleTest's variables",
        shard_variable, asked, total_variable, total));
  }
  return request;
}

}  // namespace windtunnel
