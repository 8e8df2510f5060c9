// Which shards of a whole have reported: those that are missing and those that were interrupted are named,
// each with the command that runs it again.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/engine/shard.hpp"

namespace windtunnel::report {

/// A roll of shards, on which each is entered once.
class ShardRoll {
 public:
  /// Of one whole that is not shared.
  ShardRoll() = default;
  /// Of that many shards, at most engine::most_shards.
  explicit ShardRoll(std::uint64_t count) : states_(count, State::missing) {}

  /// Enters a shard of that many. Throws std::invalid_argument, with words that name the file, if it is there
  /// already.
  void enter(const engine::Shard& shard, bool interrupted, std::string_view file);

  std::uint64_t count() const { return states_.size(); }
  /// The numbers of the shards of which there was no report.
  std::vector<std::uint64_t> missing() const { return with(State::missing); }
  /// The numbers of those that were ended before they were through.
  std::vector<std::uint64_t> interrupted() const { return with(State::interrupted); }
  bool is_complete() const { return missing().empty() && interrupted().empty(); }

  /// Lines that name the shards that have to be run again, with the command of each, which `command_of`
  /// gives. Empty if there are none.
  std::string in_words(const std::function<std::string(const engine::Shard&)>& command_of) const;

 private:
  enum class State : std::uint8_t { missing, interrupted, reported };

  std::vector<std::uint64_t> with(State state) const;

  std::vector<State> states_{1, State::missing};
};

/// The words of a command that say which shard runs and where its report goes.
std::string shard_words(const engine::Shard& shard);

}  // namespace windtunnel::report
