#include "harness/subjects/world/history_search.hpp"

#include <algorithm>
#include <cassert>
#include <fmt/format.h>
#include <map>
#include <utility>
#include <vector>

#include "harness/core/figures.hpp"
#include "harness/subjects/world/history_words.hpp"

namespace windtunnel {

namespace {

// What a search asks of a call. `bound`: it takes effect, at its time and with its result. `pending`: it may
// take effect at any time since it began, with any result. `free`: likewise, at any time at all, and any
// number of times, so that a search need not remember whether it did.
enum class Part : std::uint8_t { bound, pending, free, absent };

// A set of calls.
using CallSet = std::vector<std::uint64_t>;

bool contains(const CallSet& calls, std::size_t call) {
  return ((calls[call / 64] >> (call % 64)) & 1U) != 0;
}

CallSet with_call(CallSet calls, std::size_t call) {
  calls[call / 64] |= std::uint64_t{1} << (call % 64);
  return calls;
}

// One search, for some parts of the calls of a history.
class HistorySearch {
 public:
  enum class End : std::uint8_t { explained, contradicted, limit };

  HistorySearch(const JudgedCalls& calls, KeptOrder order) : calls_(calls), order_(order) {
    for (std::size_t call = 0; call < calls.size(); ++call) {
      times_.push_back(calls.times(call));
      std::size_t group = 0;
      if (order == KeptOrder::of_each_task)
        group = groups_.try_emplace(calls.task(call), groups_.size()).first->second;
      group_.push_back(group);
    }
  }

  // Takes what it uses off `states`.
  End run(const std::vector<Part>& parts, std::size_t& states) {
    parts_ = &parts;
    visited_.clear();
    path_.clear();
    sort_candidates();
    const ModelState* initial = visit(CallSet(parts.size() / 64 + 1), calls_.initial());
    path_.push_back(node_of(initial, CallSet(parts.size() / 64 + 1)));
    while (!path_.empty()) {
      if (path_.back().bound_left == 0) return End::explained;
      if (states == 0) return End::limit;
      if (advance()) {
        --states;
      } else {
        path_.pop_back();
      }
    }
    return End::contradicted;
  }

 private:
  struct Node {
    const ModelState* state;
    CallSet done;
    std::size_t bound_left;
    std::vector<std::uint64_t> until;  // by group: only calls that began up to then may be next
    std::size_t next = 0;              // among the candidates
  };

  // Bound calls first, and those that returned first: the likely order.
  void sort_candidates() {
    candidates_.clear();
    for (std::size_t call = 0; call < parts_->size(); ++call)
      if (part(call) != Part::absent) candidates_.push_back(call);
    const auto key = [this](std::size_t call) {
      return std::pair(part(call) == Part::bound ? times_[call].returned : JudgedCalls::never, call);
    };
    std::sort(candidates_.begin(), candidates_.end(),
              [&](std::size_t left, std::size_t right) { return key(left) < key(right); });
  }

  Node node_of(const ModelState* state, CallSet done) const {
    Node node{state, std::move(done), 0, {}};
    if (order_ != KeptOrder::none)
      node.until.assign(std::max<std::size_t>(groups_.size(), 1), JudgedCalls::never);
    for (std::size_t call = 0; call < parts_->size(); ++call) {
      if (part(call) != Part::bound || contains(node.done, call)) continue;
      ++node.bound_left;
      if (order_ == KeptOrder::none) continue;
      std::uint64_t& until = node.until[group_[call]];
      until = std::min(until, order_ == KeptOrder::real_time ? times_[call].returned : times_[call].began);
    }
    return node;
  }

  bool may_be_next(const Node& node, std::size_t call) const {
    if (contains(node.done, call)) return false;
    return part(call) == Part::free || node.until.empty() || times_[call].began <= node.until[group_[call]];
  }

  // Goes from the last node to a state that is new; false if there is none.
  bool advance() {
    while (path_.back().next < candidates_.size()) {
      Node& node = path_.back();
      const std::size_t call = candidates_[node.next++];
      if (!may_be_next(node, call)) continue;
      const bool bound = part(call) == Part::bound;
      std::unique_ptr<ModelState> after = node.state->after(call, !bound);
      if (after == nullptr || (!bound && after->equals(*node.state))) continue;
      CallSet done = part(call) == Part::free ? node.done : with_call(node.done, call);
      if (const ModelState* state = visit(done, std::move(after))) {
        path_.push_back(node_of(state, std::move(done)));
        return true;
      }
    }
    return false;
  }

  // Null if it has been there.
  const ModelState* visit(const CallSet& done, std::unique_ptr<ModelState> state) {
    auto& states = visited_[done];
    for (const auto& each : states)
      if (each->equals(*state)) return nullptr;
    states.push_back(std::move(state));
    return states.back().get();
  }

  Part part(std::size_t call) const { return (*parts_)[call]; }

  const JudgedCalls& calls_;
  const KeptOrder order_;
  std::vector<JudgedCalls::Times> times_;
  std::map<std::string, std::size_t> groups_;
  std::vector<std::size_t> group_;
  const std::vector<Part>* parts_ = nullptr;
  std::vector<std::size_t> candidates_;
  std::map<CallSet, std::vector<std::unique_ptr<ModelState>>> visited_;
  std::vector<Node> path_;
};

// The history up to a time.
std::vector<Part> parts_until(const JudgedCalls& calls, std::uint64_t time) {
  std::vector<Part> parts;
  for (std::size_t call = 0; call < calls.size(); ++call) {
    const auto [began, returned] = calls.times(call);
    const bool bound = returned != JudgedCalls::never && returned <= time;
    parts.push_back(bound ? Part::bound : began <= time ? Part::pending : Part::absent);
  }
  return parts;
}

// Reduces a contradiction to the calls that matter. Every step keeps it a contradiction, whatever the calls
// that are left out did: a free call may take effect at any time. It takes a limited time, because a search
// for a smaller schedule repeats it.
class Reduction {
 public:
  Reduction(HistorySearch& search, const JudgedCalls& calls) : search_(search), calls_(calls) {}

  std::vector<Part> reduce(KeptOrder order) {
    std::vector<Part> parts =
        order == KeptOrder::real_time ? shortest_prefix() : parts_until(calls_, JudgedCalls::never);
    for (Part& part : parts) {
      if (part == Part::absent) continue;
      const Part before = std::exchange(part, Part::free);
      if (!is_contradiction(parts)) part = before;
    }
    return parts;
  }

 private:
  static constexpr std::size_t states_of_search = 2'000;

  // A prefix of a linearizable history is linearizable.
  std::vector<Part> shortest_prefix() {
    std::vector<std::uint64_t> returns;
    for (std::size_t call = 0; call < calls_.size(); ++call)
      if (calls_.times(call).returned != JudgedCalls::never) returns.push_back(calls_.times(call).returned);
    std::sort(returns.begin(), returns.end());
    assert(!returns.empty());  // otherwise nothing contradicts
    const auto first = std::partition_point(returns.begin(), returns.end() - 1, [&](std::uint64_t time) {
      return !is_contradiction(parts_until(calls_, time));
    });
    return parts_until(calls_, *first);
  }

  // False as well if that would take too long.
  bool is_contradiction(const std::vector<Part>& parts) {
    std::size_t states = std::min(states_of_search, states_left_);
    const std::size_t before = states;
    const HistorySearch::End end = search_.run(parts, states);
    states_left_ -= before - states;
    return end == HistorySearch::End::contradicted;
  }

  HistorySearch& search_;
  const JudgedCalls& calls_;
  std::size_t states_left_ = 20'000;
};

}  // namespace

HistoryVerdict judge_history(const JudgedCalls& calls, KeptOrder order, const HistoryLimits& limits) {
  if (calls.size() > limits.calls) {
    return HistoryVerdict::undecided(
        fmt::format("the history was not judged: it has {} calls, and the limit is {}; judge it by key "
                    "(linearizable_by_key), or raise HistoryLimits::calls",
                    core::grouped(calls.size()), core::grouped(limits.calls)));
  }
  HistorySearch search(calls, order);
  std::size_t states = limits.states;
  switch (search.run(parts_until(calls, JudgedCalls::never), states)) {
    case HistorySearch::End::explained:
      return {};
    case HistorySearch::End::limit:
      return HistoryVerdict::undecided(
          fmt::format("the history was not judged: no order was found in the first {} states, and others are "
                      "left; judge it by key (linearizable_by_key), or raise HistoryLimits::states",
                      core::grouped(limits.states)));
    case HistorySearch::End::contradicted:
      break;
  }
  std::vector<std::size_t> shown;
  const std::vector<Part> parts = Reduction(search, calls).reduce(order);
  for (std::size_t call = 0; call < parts.size(); ++call)
    if (parts[call] == Part::bound || parts[call] == Part::pending) shown.push_back(call);
  return HistoryVerdict::contradicted(contradiction_in_words(calls, order, shown));
}

}  // namespace windtunnel
