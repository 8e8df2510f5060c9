#include "harness/testing/search_shard.hpp"

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <fmt/format.h>
#include <optional>
#include <stdexcept>

#include "harness/core/random.hpp"

namespace windtunnel {

namespace {

constexpr const char* shard_variable = "WINDTUNNEL_SHARD";
constexpr const char* total_variable = "GTEST_TOTAL_SHARDS";
constexpr const char* index_variable = "GTEST_SHARD_INDEX";

std::string variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string() : value;
}

struct Asked {
  std::string shard = variable(shard_variable);
  std::string total = variable(total_variable);
  std::string index = variable(index_variable);
};

// Before main, and so before GoogleTest reads them.
const Asked asked_at_start = [] {
  Asked asked;
  if (asked.shard == "gtest") {
    unsetenv(total_variable);
    unsetenv(index_variable);
  }
  return asked;
}();

}  // namespace

engine::Shard asked_shard() {
  return shard_of(asked_at_start.shard, asked_at_start.total, asked_at_start.index);
}

engine::Shard shard_of(const std::string& asked, const std::string& total, const std::string& index) {
  if (asked.empty()) return {};
  if (asked == "gtest") {
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(index.data(), index.data() + index.size(), number);
    const bool read = error == std::errc() && end == index.data() + index.size();
    const auto shard = engine::read_shard(fmt::format("{}/{}", read ? number + 1 : 0, total));
    if (shard) return *shard;
    throw std::invalid_argument(fmt::format(
        "windtunnel: {}=gtest takes the shard from {} and {}, which are `{}` and `{}`: not a number "
        "of shards and a number below it",
        shard_variable, total_variable, index_variable, total, index));
  }
  const auto shard = engine::read_shard(asked);
  if (!shard) {
    throw std::invalid_argument(fmt::format(
        "windtunnel: {}={} is not i/n, the i-th of n shards, and not gtest", shard_variable, asked));
  }
  if (!total.empty()) {
    throw std::invalid_argument(fmt::format(
        "windtunnel: {0}={1} and {2}={3} lose a part of each search, because GoogleTest then runs each "
        "test in one shard alone; {0}=gtest takes the shard from GoogleTest's variables",
        shard_variable, asked, total_variable, total));
  }
  return *shard;
}

bool is_split(const engine::SearchOptions& options, const engine::Shard& shard) {
  return shard.count > 1 && !engine::enumerates(options.strategy);
}

void take_part(engine::SearchOptions& options, const engine::Shard& shard) {
  if (!is_split(options, shard)) return;
  const std::uint64_t rest = options.runs % shard.count;
  options.runs = std::max<std::uint64_t>(1, options.runs / shard.count + (shard.number <= rest ? 1 : 0));
  // The first goes on from the seed that the test names.
  if (shard.number > 1) options.seed = core::derive(options.seed, shard.number);
}

}  // namespace windtunnel
