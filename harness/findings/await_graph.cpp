#include "harness/findings/await_graph.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <optional>
#include <set>

namespace windtunnel::findings {

namespace {

using tornado::Event;
using tornado::EventKind;
using Number = std::uint32_t;

// Reads from the events which coroutine sets which future.
class AwaitReader {
 public:
  void see(const Event& event) {
    switch (event.kind) {
      case EventKind::task_begin:
        task_of_[event.other] = event.id;
        running_.push_back(event.id);
        break;
      case EventKind::task_resume:
        running_.push_back(event.id);
        awaited_.erase(event.id);
        break;
      case EventKind::task_yield:
        if (static_cast<tornado::YieldKind>(event.detail) != tornado::YieldKind::waiting) break;
        awaited_[event.id] = event.other;
        leave(event.id);
        break;
      case EventKind::task_end:
        awaited_.erase(event.id);
        leave(event.id);
        break;
      case EventKind::future_set:
        set_.insert(event.id);
        break;
      case EventKind::chained:
      case EventKind::multi_child:
        sources_[event.id].push_back(event.other);
        break;
      case EventKind::semaphore_acquire:
        semaphore_of_[event.other] = event.id;
        if (!running_.empty()) acquirer_[event.other] = running_.back();
        break;
      case EventKind::semaphore_grant:
        grant(event.id, event.other);
        break;
      case EventKind::semaphore_release:
        release(event.id);
        break;
      default:
        break;
    }
  }

  std::vector<Waiting> waiting() const {
    std::vector<Waiting> all;
    for (const auto& [task, future] : awaited_) {
      if (set_.count(future) != 0) continue;
      Waiting one{task, future, {}};
      std::set<Number> seen;
      find_whom(future, one.whom, seen);
      std::sort(one.whom.begin(), one.whom.end());
      one.whom.erase(std::unique(one.whom.begin(), one.whom.end()), one.whom.end());
      all.push_back(std::move(one));
    }
    return all;
  }

 private:
  void leave(Number task) {
    const auto at = std::find(running_.rbegin(), running_.rend(), task);
    if (at != running_.rend()) running_.erase(std::next(at).base());
  }

  void grant(Number semaphore, Number waiter) {
    const auto acquirer = acquirer_.find(waiter);
    if (acquirer != acquirer_.end()) holders_[semaphore].push_back(acquirer->second);
  }

  // By the running coroutine, if it has a permit; otherwise by the one that has had one longest.
  void release(Number semaphore) {
    std::vector<Number>& holders = holders_[semaphore];
    if (holders.empty()) return;
    auto at = running_.empty() ? holders.end() : std::find(holders.begin(), holders.end(), running_.back());
    holders.erase(at == holders.end() ? holders.begin() : at);
  }

  void find_whom(Number future, std::vector<Number>& whom, std::set<Number>& seen) const {
    if (set_.count(future) != 0 || !seen.insert(future).second) return;
    if (const auto task = task_of_.find(future); task != task_of_.end()) whom.push_back(task->second);
    if (const auto semaphore = semaphore_of_.find(future); semaphore != semaphore_of_.end()) {
      const auto holders = holders_.find(semaphore->second);
      if (holders != holders_.end()) whom.insert(whom.end(), holders->second.begin(), holders->second.end());
    }
    const auto sources = sources_.find(future);
    if (sources == sources_.end()) return;
    for (const Number source : sources->second) find_whom(source, whom, seen);
  }

  std::vector<Number> running_;  // coroutines, innermost last
  std::map<Number, Number> awaited_;
  std::map<Number, Number> task_of_;
  std::set<Number> set_;
  std::map<Number, std::vector<Number>> sources_;
  std::map<Number, Number> semaphore_of_;
  std::map<Number, Number> acquirer_;
  std::map<Number, std::vector<Number>> holders_;
};

std::string name_of(Number task, const core::TraceNames& names) {
  const auto name = names.tasks.find(task);
  return name == names.tasks.end() ? fmt::format("task {}", task)
                                   : fmt::format("task {} ({})", task, name->second);
}

// Walks from task to task; a walk that returns to its start is a cycle.
class CycleFinder {
 public:
  explicit CycleFinder(const std::vector<Waiting>& waiting) {
    for (const Waiting& each : waiting) whom_[each.task] = &each.whom;
  }

  std::vector<std::vector<Number>> find() {
    for (const auto& [task, whom] : whom_) {
      path_ = {task};
      walk(*whom);
    }
    return std::move(cycles_);
  }

 private:
  static constexpr std::size_t most_cycles = 10;
  static constexpr std::size_t most_looks = 100'000;

  void walk(const std::vector<Number>& whom) {
    for (const Number next : whom) {
      if (cycles_.size() == most_cycles || ++looks_ > most_looks) return;
      if (next == path_.front()) {
        cycles_.push_back(path_);
        continue;
      }
      // Only to higher numbers, so that each cycle is found once, from its lowest.
      const auto known = whom_.find(next);
      if (next < path_.front() || known == whom_.end()) continue;
      if (std::find(path_.begin(), path_.end(), next) != path_.end()) continue;
      path_.push_back(next);
      walk(*known->second);
      path_.pop_back();
    }
  }

  std::map<Number, const std::vector<Number>*> whom_;
  std::vector<Number> path_;
  std::size_t looks_ = 0;
  std::vector<std::vector<Number>> cycles_;
};

}  // namespace

std::vector<Waiting> waiting_tasks(const tornado::Observer& events) {
  AwaitReader reader;
  for (const Event& event : events) {
    // What the loop drops at its end was left waiting.
    if (event.kind == EventKind::loop_close) break;
    reader.see(event);
  }
  return reader.waiting();
}

std::vector<std::vector<std::uint32_t>> cycles_of(const std::vector<Waiting>& waiting) {
  return CycleFinder(waiting).find();
}

std::string who_awaits_whom(const core::Trace& trace) {
  const std::vector<Waiting> waiting = waiting_tasks(trace.events);
  std::string words;
  for (const Waiting& each : waiting) {
    if (each.future == 0) {  // a step of a World
      words += name_of(each.task, trace.names) + " waits for its turn\n";
      continue;
    }
    words += name_of(each.task, trace.names) + " awaits ";
    if (each.whom.empty()) {
      words += fmt::format("future {}, which nobody sets\n", each.future);
      continue;
    }
    for (std::size_t at = 0; at < each.whom.size(); ++at)
      words += (at == 0 ? "" : " and ") + name_of(each.whom[at], trace.names);
    words += "\n";
  }
  for (const std::vector<Number>& cycle : cycles_of(waiting)) {
    words += "a cycle: ";
    for (const Number task : cycle) words += name_of(task, trace.names) + ", which awaits ";
    words += name_of(cycle.front(), trace.names) + "\n";
  }
  return words;
}

}  // namespace windtunnel::findings
