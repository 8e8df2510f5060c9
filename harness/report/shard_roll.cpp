#include "harness/report/shard_roll.hpp"

#include <cassert>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <stdexcept>

namespace windtunnel::report {

namespace {

constexpr std::size_t most_commands = 20;  // that are printed; with more, something else is wrong

void add_line(std::string& lines, std::string_view key, const std::string& words) {
  lines += fmt::format("{:<11} {}\n", key, words);
}

}  // namespace

void ShardRoll::enter(const engine::Shard& shard, bool interrupted, std::string_view file) {
  assert(shard.count == states_.size() && shard.number >= 1 && shard.number <= shard.count);
  State& state = states_[shard.number - 1];
  if (state != State::missing)
    throw std::invalid_argument(fmt::format("{}: shard {} is there twice", file, shard.number));
  state = interrupted ? State::interrupted : State::reported;
}

std::vector<std::uint64_t> ShardRoll::with(State state) const {
  std::vector<std::uint64_t> numbers;
  for (std::size_t place = 0; place < states_.size(); ++place)
    if (states_[place] == state) numbers.push_back(place + 1);
  return numbers;
}

std::string ShardRoll::in_words(const std::function<std::string(const engine::Shard&)>& command_of) const {
  std::string lines;
  std::vector<std::uint64_t> again = missing();
  if (!again.empty()) add_line(lines, "MISSING", fmt::format("shards {}", fmt::join(again, ", ")));
  const std::vector<std::uint64_t> ended = interrupted();
  if (!ended.empty()) add_line(lines, "UNFINISHED", fmt::format("shards {}", fmt::join(ended, ", ")));
  again.insert(again.end(), ended.begin(), ended.end());
  for (std::size_t at = 0; at < again.size() && at < most_commands; ++at)
    add_line(lines, at == 0 ? "run again" : "", command_of({again[at], count()}));
  if (again.size() > most_commands)
    add_line(lines, "", fmt::format("and {} more, likewise", again.size() - most_commands));
  return lines;
}

std::string shard_words(const engine::Shard& shard) {
  return fmt::format("--shard {0}/{1} --report shard-{0}-of-{1}.json", shard.number, shard.count);
}

}  // namespace windtunnel::report
