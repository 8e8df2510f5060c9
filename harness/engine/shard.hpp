// A shard of a campaign: of n, which have no program in common and together are the campaign, the i-th.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace windtunnel::engine {

/// Every `count`-th program, from the `number`-th on.
struct Shard {
  std::uint64_t number = 1;  ///< from 1
  std::uint64_t count = 1;

  bool operator==(const Shard&) const = default;
};

inline constexpr std::uint64_t most_shards = 100'000;

/// The place of a shard's program in its campaign.
constexpr std::uint64_t program_of(const Shard& shard, std::uint64_t number) {
  return number * shard.count + shard.number - 1;
}

/// How many of that many programs or runs are the shard's.
constexpr std::uint64_t share_of(const Shard& shard, std::uint64_t things) {
  return things / shard.count + (shard.number <= things % shard.count ? 1 : 0);
}

/// Reads "2/5", the second of five shards; nothing if it is something else.
std::optional<Shard> read_shard(std::string_view text);

}  // namespace windtunnel::engine
