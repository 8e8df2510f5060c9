#include "harness/findings/await_graph.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "harness/findings/await_reader.hpp"

namespace windtunnel::findings {

namespace {

using Number = std::uint32_t;

// How tasks are called: by the names of their functions or of the tasks of a World, with numbers where a name
// is that of several.
class TaskNames {
 public:
  explicit TaskNames(const core::TraceNames& names) : names_(names) {
    for (const auto& [task, name] : names.tasks) ++count_[name];
  }

  std::string of(Number task) const {
    const auto name = names_.tasks.find(task);
    if (name == names_.tasks.end()) return fmt::format("task {}", task);
    return count_.at(name->second) == 1 ? name->second : fmt::format("{} (task {})", name->second, task);
  }

 private:
  const core::TraceNames& names_;
  std::map<std::string_view, std::size_t> count_;
};

// One wait, as the events and the names of a run show it.
class Describer {
 public:
  Describer(const AwaitReader& reader, const core::TraceNames& names, const WaitEnders& enders)
      : reader_(reader), names_(names), enders_(enders), task_names_(names), waiting_(reader.waiting()) {}

  std::vector<Waiting> describe_all() const {
    std::vector<Waiting> all;
    for (const auto& [task, facts] : waiting_) all.push_back(describe(task, facts));
    return all;
  }

 private:
  Waiting describe(Number task, const WaitFacts& facts) const {
    Waiting waiting{task, facts.future, {}};
    for (const Number result : facts.results) add_result(waiting, result);
    for (const Thing& thing : facts.things) add_thing(waiting, thing);
    for (const std::string& words : facts.others) add(waiting, words);
    for (const Number unknown : facts.unknown)
      if (unknown != 0) add(waiting, unknown_in_words(unknown));
    if (!facts.words.empty()) waiting.what = facts.words;
    const auto step = names_.waits.find(task);
    if (waiting.what.empty() && facts.future != 0) {
      waiting.what = unknown_in_words(facts.future);
    } else if (waiting.what.empty()) {
      if (step != names_.waits.end()) add_step(waiting, step->second);
      if (waiting.what.empty()) waiting.what = "its turn";
    }
    if (step != names_.waits.end() && !step->second.place.empty())
      waiting.what += ", at " + step->second.place;
    return waiting;
  }

  std::string unknown_in_words(Number future) const {
    const auto name = names_.futures.find(future);
    return name == names_.futures.end()
               ? fmt::format("future {}, which nobody sets", future)
               : fmt::format("future {} ({}), which nobody sets", future, name->second);
  }

  static void add(Waiting& waiting, const std::string& words) {
    waiting.what += (waiting.what.empty() ? "" : " and ") + words;
  }

  void add_result(Waiting& waiting, Number result) const {
    waiting.whom.push_back({result, {}});
    add(waiting, task_names_.of(result));
  }

  void add_thing(Waiting& waiting, const Thing& thing) const {
    const std::string name = in_words(thing);
    const bool is_held = thing.kind == WaitedFor::lock || thing.kind == WaitedFor::semaphore;
    std::string tasks;
    for (const Number cause : reader_.causes(thing)) {
      if (cause == waiting.task && !is_held) continue;  // it cannot end its own wait
      waiting.whom.push_back({cause, name});
      tasks += (tasks.empty() ? "" : " and ") + task_names_.of(cause);
      if (reader_.has_ended(cause)) tasks += ", which has ended,";
    }
    const Relation relation = relation_to(thing.kind);
    if (!tasks.empty()) {
      add(waiting, fmt::format("{}, {}{}{}", name, relation.before, tasks, relation.after));
    } else if (const std::optional<Number> ender = ender_of(thing, waiting.task)) {
      waiting.whom.push_back({*ender, name});
      add(waiting,
          fmt::format("{}, {}{}{}", name, relation.before, task_names_.of(*ender), relation.elsewhere));
    } else {
      waiting.unended = waiting.unended || !relation.elsewhere.empty();
      add(waiting, relation.nobody.empty() ? name : fmt::format("{}, {}", name, relation.nobody));
    }
  }

  // A task that waits here and ends such waits in another run.
  std::optional<Number> ender_of(const Thing& thing, Number waiter) const {
    const auto enders = enders_.find(thing);
    if (enders == enders_.end()) return std::nullopt;
    for (const std::string& name : enders->second) {
      for (const auto& [task, facts] : waiting_) {
        const auto named = names_.tasks.find(task);
        if (task != waiter && named != names_.tasks.end() && named->second == name) return task;
      }
    }
    return std::nullopt;
  }

  void add_step(Waiting& waiting, const core::NamedWait& step) const {
    std::string tasks;
    for (const Number owner : step.owners) {
      waiting.whom.push_back({owner, step.what});
      tasks += (tasks.empty() ? "" : " and ") + task_names_.of(owner);
    }
    waiting.what = tasks.empty() ? step.what : fmt::format("{}, which {} has", step.what, tasks);
  }

  const AwaitReader& reader_;
  const core::TraceNames& names_;
  const WaitEnders& enders_;
  const TaskNames task_names_;
  const std::map<Number, WaitFacts> waiting_;
};

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

  void walk(const std::vector<Cause>& whom) {
    for (const Cause& cause : whom) {
      const Number next = cause.task;
      if (cycles_.size() == most_cycles || ++looks_ > most_looks) return;
      if (next == path_.front()) {
        if (std::find(cycles_.begin(), cycles_.end(), path_) == cycles_.end()) cycles_.push_back(path_);
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

  std::map<Number, const std::vector<Cause>*> whom_;
  std::vector<Number> path_;
  std::size_t looks_ = 0;
  std::vector<std::vector<Number>> cycles_;
};

// The waits to show: those of tasks that must end, and those that they wait for.
std::map<Number, const Waiting*> shown(const std::vector<Waiting>& waiting, const core::TraceNames& names) {
  std::map<Number, const Waiting*> all;
  for (const Waiting& each : waiting) all.emplace(each.task, &each);
  std::vector<Number> left;
  for (const Waiting& each : waiting) {
    const auto step = names.waits.find(each.task);
    if (step == names.waits.end() || !step->second.daemon) left.push_back(each.task);
  }
  std::map<Number, const Waiting*> reached;
  while (!left.empty()) {
    const auto at = all.find(left.back());
    left.pop_back();
    if (at == all.end() || !reached.insert(*at).second) continue;
    for (const Cause& cause : at->second->whom) left.push_back(cause.task);
  }
  return reached;
}

std::string in_words(const std::vector<Number>& cycle, const std::map<Number, const Waiting*>& waiting,
                     const TaskNames& names) {
  std::string words = "a cycle: " + names.of(cycle.front());
  for (std::size_t at = 0; at < cycle.size(); ++at) {
    const Number next = cycle[(at + 1) % cycle.size()];
    const std::vector<Cause>& whom = waiting.at(cycle[at])->whom;
    const auto cause =
        std::find_if(whom.begin(), whom.end(), [&](const Cause& each) { return each.task == next; });
    if (!cause->thing.empty()) words += " -> " + cause->thing;
    words += " -> " + names.of(next);
  }
  return words + "\n";
}

}  // namespace

std::vector<Waiting> waiting_tasks(const core::Trace& trace, const WaitEnders& enders) {
  AwaitReader reader;
  for (const auto& [future, awaited] : trace.events.awaited()) reader.see(future, awaited);
  for (const tornado::Event& event : trace.events) {
    // What the loop drops at its end was left waiting.
    if (event.kind == tornado::EventKind::loop_close) break;
    reader.see(event);
  }
  return Describer(reader, trace.names, enders).describe_all();
}

std::vector<std::vector<std::uint32_t>> cycles_of(const std::vector<Waiting>& waiting) {
  return CycleFinder(waiting).find();
}

std::string who_awaits_whom(const core::Trace& trace, const WaitEnders& enders) {
  const std::vector<Waiting> waiting = waiting_tasks(trace, enders);
  const std::map<Number, const Waiting*> to_show = shown(waiting, trace.names);
  const TaskNames names(trace.names);
  std::string words;
  for (const auto& [task, each] : to_show) words += names.of(task) + " waits for " + each->what + "\n";
  for (const std::vector<Number>& cycle : cycles_of(waiting)) {
    if (to_show.contains(cycle.front())) words += in_words(cycle, to_show, names);
  }
  return words;
}

}  // namespace windtunnel::findings
