#include "harness/strategies/happens_before.hpp"

#include <algorithm>
#include <unordered_map>

namespace windtunnel::strategies {

void HappensBefore::add(const tornado::Step& step, const Footprint& footprint) {
  if (size_ == nodes_.size()) nodes_.emplace_back();
  Node& node = nodes_[size_];
  node.number = step.number;
  node.cause = step.cause;
  node.epoch = step.epoch;
  node.footprint = footprint;
  node.before.assign(size_ / 64 + 1, 0);
  // The latest first: what comes before a step that is in the set is in it too.
  for (std::size_t at = size_; at-- > 0;) {
    if (((node.before[at / 64] >> (at % 64)) & 1U) != 0) continue;
    const Node& earlier = nodes_[at];
    if (earlier.number != node.cause && earlier.epoch == node.epoch &&
        !conflict(earlier.footprint, node.footprint))
      continue;
    for (std::size_t word = 0; word < earlier.before.size(); ++word)
      node.before[word] |= earlier.before[word];
    node.before[at / 64] |= std::uint64_t{1} << (at % 64);
  }
  ++size_;
}

void HappensBefore::races_of(std::size_t at, std::vector<std::size_t>& races) const {
  races.clear();
  const Node& node = nodes_[at];
  for (std::size_t first = 0; first < at; ++first) {
    const Node& earlier = nodes_[first];
    if (earlier.epoch != node.epoch || earlier.number == node.cause) continue;
    if (!conflict(earlier.footprint, node.footprint)) continue;
    bool between = false;
    for (std::size_t middle = first + 1; middle < at && !between; ++middle) {
      between = before(first, middle) && before(middle, at);
    }
    if (!between) races.push_back(first);
  }
}

// Goes through the sets of steps that may have come so far. The number of ways to reach a set is the sum over
// the sets that precede it.
std::optional<double> HappensBefore::equivalent_runs(std::size_t& work_left) const {
  if (size_ > 64) return std::nullopt;
  std::unordered_map<std::uint64_t, double> ways{{0, 1.0}};
  std::unordered_map<std::uint64_t, double> next;
  for (std::size_t taken = 0; taken < size_; ++taken) {
    next.clear();
    for (const auto& [set, count] : ways) {
      for (std::size_t at = 0; at < size_; ++at) {
        const std::uint64_t bit = std::uint64_t{1} << at;
        if ((set & bit) != 0 || (nodes_[at].before[0] & ~set) != 0) continue;
        next[set | bit] += count;
      }
      if (work_left < size_) return std::nullopt;
      work_left -= size_;
    }
    std::swap(ways, next);
  }
  return ways.begin()->second;
}

}  // namespace windtunnel::strategies
