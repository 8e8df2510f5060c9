#include "harness/strategies/exhaustive.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <limits>

#include "harness/core/figures.hpp"

namespace windtunnel::strategies {

namespace {

constexpr std::size_t nowhere = std::numeric_limits<std::size_t>::max();

// Whether the steps of a run, and what they touched, explain everything that their order may change. Where
// steps take time, the order also decides what they do before a deadline.
bool steps_explain(const core::Trace& trace) {
  if (!trace.steps.independence_known()) return false;
  return trace.model == core::SchedulingModel::exact ||
         std::none_of(trace.events.begin(), trace.events.end(), [](const tornado::Event& event) {
           return event.kind == tornado::EventKind::timer_added;
         });
}

}  // namespace

bool Exhaustive::begin_run(std::uint64_t seed, const core::Trace& trace) {
  if (!started_) {
    random_ = core::Random(seed);
    started_ = true;
  } else if (figures_.complete || !figures_.deterministic) {
    return false;
  }
  trace_ = &trace;
  depth_ = read_ = 0;
  blocked_at_ = nowhere;
  reader_.start();
  return true;
}

std::uint32_t Exhaustive::choose(const tornado::ChoicePoint& point) {
  if (depth_ == size_) open(point);
  Node& node = nodes_[depth_++];
  if (node.numbers.size() != point.options || node.kind != point.kind) figures_.deterministic = false;
  return std::min(node.chosen, point.options - 1);
}

// Reads the steps that have run since, whose events are complete.
void Exhaustive::read_steps() {
  const auto done = trace_->steps.done();
  for (; read_ < done.size(); ++read_) {
    reader_.read(*trace_, read_, scratch_);
    if (read_ >= past_.size()) past_.add(done[read_], scratch_);
  }
}

void Exhaustive::open(const tornado::ChoicePoint& point) {
  if (size_ == 0 && !trace_->steps.accesses_declared()) figures_.reduced = false;
  if (size_ == nodes_.size()) nodes_.emplace_back();
  Node& node = nodes_[size_];
  node.steps = point.steps != nullptr;
  node.kind = point.kind;
  node.blocked = false;
  node.ran = trace_->steps.done().size();
  node.numbers.resize(point.options);
  node.wanted.assign(point.options, 0);
  node.done.assign(point.options, 0);
  node.sleep.clear();
  node.footprint.clear();
  for (std::uint32_t option = 0; option < point.options; ++option) {
    node.numbers[option] = node.steps ? point.steps->ready(option).number : option;
  }
  if (node.steps && figures_.reduced) {
    read_steps();
    inherit_sleep(node);
  }
  choose_first(node);
  ++size_;
}

bool Exhaustive::sleeps(const std::vector<Asleep>& sleep, std::uint32_t number) {
  return std::any_of(sleep.begin(), sleep.end(), [&](const Asleep& each) { return each.number == number; });
}

// The steps that slept at the last choice of a step stay asleep, unless a step since then conflicts with
// them. A step that had to run, as the only one that could, may be one that sleeps.
void Exhaustive::inherit_sleep(Node& node) {
  std::size_t before = size_;
  while (before > 0 && !nodes_[before - 1].steps) --before;
  if (before == 0) return;
  const Node& last = nodes_[before - 1];
  node.sleep = last.sleep;
  for (std::size_t at = last.ran; at < node.ran && !node.sleep.empty(); ++at) {
    if (sleeps(node.sleep, past_.number(at))) blocked_at_ = std::min(blocked_at_, at);
    std::erase_if(node.sleep,
                  [&](const Asleep& each) { return conflict(each.footprint, past_.footprint(at)); });
  }
}

void Exhaustive::choose_first(Node& node) {
  if (!node.steps || !figures_.reduced) {
    std::fill(node.wanted.begin(), node.wanted.end(), char{1});
    const bool drawn = node.steps && order_ == Order::random;
    node.chosen = drawn ? random_.below(static_cast<std::uint32_t>(node.numbers.size())) : 0;
    return;
  }
  moved_.clear();
  for (std::size_t option = 0; option < node.numbers.size(); ++option) {
    if (!sleeps(node.sleep, node.numbers[option])) moved_.push_back(option);
  }
  if (moved_.empty()) {
    node.blocked = true;
    blocked_at_ = std::min(blocked_at_, node.ran);
    node.chosen = 0;
    return;
  }
  const std::uint32_t which =
      order_ == Order::random ? random_.below(static_cast<std::uint32_t>(moved_.size())) : 0;
  node.chosen = static_cast<std::uint32_t>(moved_[which]);
  node.wanted[node.chosen] = 1;
}

void Exhaustive::end_run(const core::Trace& trace) {
  if (depth_ < size_) figures_.deterministic = false;
  if (!figures_.deterministic) return;
  if (size_ == 0 && !trace.steps.accesses_declared()) figures_.reduced = false;  // nothing was asked
  if (figures_.reduced && !steps_explain(trace)) return begin_anew();
  figures_.cut |= trace.livelock || !trace.steps.complete() || !trace.schedule.complete();
  // What a run that failed would have done next may conflict with what it did.
  figures_.cut |= figures_.reduced && trace.steps.cut();
  if (figures_.reduced) {
    read_steps();
    if (size_ > 0) {
      // At the end there may be steps without a choice.
      Node rest;
      rest.ran = past_.size();
      inherit_sleep(rest);
    }
    for (std::size_t at = 0; at < size_; ++at) {
      Node& node = nodes_[at];
      if (!node.steps || node.ran >= past_.size()) continue;
      merge_into(node.footprint,
                 without_new(past_.footprint(node.ran), trace.steps.first_new_future(node.ran)));
    }
    find_races();
  }
  count(trace);
  figures_.complete = !advance();
}

// Starts again, without reduction. Once a run shows that the recorded steps do not explain everything, the
// earlier omissions cannot be trusted.
void Exhaustive::begin_anew() {
  figures_ = ExhaustiveFigures();
  figures_.reduced = false;
  size_ = 0;
  past_.clear();
}

void Exhaustive::count(const core::Trace& trace) {
  if (blocked_at_ != nowhere) {
    ++figures_.blocked;
    return;
  }
  ++figures_.traces;
  if (!figures_.reduced) {
    figures_.represented += 1;
    return;
  }
  // Counting takes long if there are many. Once some were not counted, the others need not be.
  const std::optional<double> equivalent =
      trace.objection || !figures_.counted ? std::nullopt : past_.equivalent_runs(counting_left_);
  figures_.counted &= equivalent.has_value();
  figures_.represented += equivalent.value_or(1);
}

void Exhaustive::find_races() {
  asked_.assign(past_.size() + 1, nullptr);
  for (std::size_t at = 0; at < size_; ++at) {
    if (nodes_[at].steps) asked_[nodes_[at].ran] = &nodes_[at];
  }
  for (std::size_t second = fresh_from_; second < std::min(past_.size(), blocked_at_); ++second) {
    past_.races_of(second, races_);
    for (const std::size_t first : races_) reverse(first, second);
  }
}

// Makes sure that some run takes the other order: before the first step, it continues with the steps that do
// not depend on it, and then with the second. Any step that can start this sequence will do.
void Exhaustive::reverse(std::size_t first, std::size_t second) {
  Node* node = asked_[first];
  if (node == nullptr) return;
  moved_.clear();
  for (std::size_t at = first + 1; at <= second; ++at) {
    if (at != second && past_.before(first, at)) continue;
    moved_.push_back(at);
  }
  std::size_t option = nowhere;
  for (const std::size_t at : moved_) {
    const bool begins = std::none_of(moved_.begin(), moved_.end(),
                                     [&](std::size_t other) { return past_.before(other, at); });
    if (!begins) continue;
    const auto found = std::find(node->numbers.begin(), node->numbers.end(), past_.number(at));
    if (found == node->numbers.end()) continue;
    const auto place = static_cast<std::size_t>(found - node->numbers.begin());
    if (node->wanted[place] != 0 || sleeps(node->sleep, *found)) return;
    if (option == nowhere) option = place;
  }
  if (option != nowhere) node->wanted[option] = 1;
}

// Goes to the next path; returns false if there is none.
bool Exhaustive::advance() {
  for (; size_ > 0; --size_) {
    Node& node = nodes_[size_ - 1];
    node.done[node.chosen] = 1;
    if (node.blocked) continue;
    if (node.steps && figures_.reduced) node.sleep.push_back({node.numbers[node.chosen], node.footprint});
    node.footprint.clear();
    for (std::size_t option = 0; option < node.numbers.size(); ++option) {
      const bool open = node.wanted[option] != 0 && node.done[option] == 0;
      if (!open || (node.steps && sleeps(node.sleep, node.numbers[option]))) continue;
      node.chosen = static_cast<std::uint32_t>(option);
      // A choice of another kind than a step was made during a step.
      past_.shorten(node.steps || node.ran == 0 ? node.ran : node.ran - 1);
      fresh_from_ = past_.size();
      return true;
    }
  }
  return false;
}

std::string Exhaustive::certificate() const {
  if (!figures_.deterministic) return "not deterministic: equal choices were followed by different questions";
  const std::string runs = core::grouped(figures_.traces);
  if (!figures_.reduced) {
    if (complete()) return fmt::format("complete: every schedule ({})", runs);
    return fmt::format("not complete: {} schedules{}", runs, cut_in_words());
  }
  const std::string all = (figures_.counted ? "" : "more than ") +
                          core::grouped(static_cast<std::uint64_t>(std::min(figures_.represented, 1e18)));
  if (complete()) {
    return fmt::format("complete: every schedule up to equivalence of declared accesses ({} of {} run)", runs,
                       all);
  }
  return fmt::format("not complete: {} schedules, which stand for {}{}", runs, all, cut_in_words());
}

std::string_view Exhaustive::cut_in_words() const {
  return figures_.cut ? ", some of them ended by a limit or a failure" : "";
}

}  // namespace windtunnel::strategies
