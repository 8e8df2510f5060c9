#include "harness/findings/await_reader.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>

namespace windtunnel::findings {

namespace {

using tornado::Event;
using tornado::EventKind;

struct Words {
  std::string_view thing;
  Relation relation;
};

constexpr std::array<Words, 12> words_of_kinds = {{
    {"event {}", {"which ", " has set or cleared before", "which nobody sets", " sets in a run that holds"}},
    {"condition {}",
     {"which ", " has notified before", "which nobody notifies", " notifies in a run that holds"}},
    {"semaphore {}", {"a permit of which ", " has", "of which no task has a permit", {}}},
    {"lock {}", {"which ", " holds", "which no task holds", {}}},
    {"an item of queue {}",
     {"into which ", " has put items before", "into which nobody puts one", " puts one in a run that holds"}},
    {"room in queue {}",
     {"from which ", " has taken items before", "from which nobody takes one",
      " takes one in a run that holds"}},
    {"data of stream {}", {"at whose other end is ", "", "at whose other end is nobody", {}}},
    {"what is written to stream {} to be sent",
     {"at whose other end is ", "", "at whose other end is nobody", {}}},
    {"the clock", {}},
    {"an executor", {}},
    {"the next result of iterator {}", {}},
    {"a YieldPoint whose callback was not called", {}},
}};

const Words& words_of(WaitedFor kind) {
  return words_of_kinds[static_cast<std::size_t>(kind)];
}

}  // namespace

std::string in_words(const Thing& thing) {
  return fmt::format(fmt::runtime(words_of(thing.kind).thing), thing.number);
}

Relation relation_to(WaitedFor kind) {
  return words_of(kind).relation;
}

void AwaitReader::see(const Event& event) {
  switch (event.kind) {
    case EventKind::task_begin:
      begin(event.id, event.other);
      break;
    case EventKind::task_resume:
      running_.push_back(event.id);
      awaited_.erase(event.id);
      break;
    case EventKind::task_yield: {
      const auto kind = static_cast<tornado::YieldKind>(event.detail);
      if (kind == tornado::YieldKind::ready) break;
      if (kind == tornado::YieldKind::abandoned) {
        awaited_.erase(event.id);
        ended_.insert(event.id);
        break;
      }
      if (kind == tornado::YieldKind::waiting) awaited_[event.id] = event.other;
      leave(event.id);
      break;
    }
    case EventKind::task_end:
      awaited_.erase(event.id);
      ended_.insert(event.id);
      leave(event.id);
      break;
    case EventKind::future_set:
      set_.insert(event.id);
      break;
    default:
      see_several(event);
      break;
  }
}

// Futures that stand for others, and for what is no primitive.
void AwaitReader::see_several(const Event& event) {
  switch (event.kind) {
    case EventKind::chained:
    case EventKind::multi_child:
      sources_[event.id].push_back(event.other);
      break;
    case EventKind::iterator_child:
      children_[event.id].push_back(event.other);
      break;
    case EventKind::iterator_next:
      stands_for(event.other, {WaitedFor::iterator, event.id});
      sources_[event.other] = children_[event.id];
      break;
    case EventKind::yield_point:
      stands_for(event.other, {WaitedFor::yield_point, 0});
      break;
    case EventKind::sleep:
      stands_for(event.id, {WaitedFor::clock, 0});
      break;
    case EventKind::concurrent_future:
      stands_for(event.id, {WaitedFor::executor, 0});
      break;
    default:
      see_primitive(event);
      break;
  }
}

void AwaitReader::see(Number future, const tornado::Awaited& awaited) {
  if (awaited.words.empty()) {
    stands_for(future, {WaitedFor::written, awaited.stream});
  } else {
    words_of_[future] = awaited.words;
  }
}

void AwaitReader::see_primitive(const Event& event) {
  switch (event.kind) {
    case EventKind::event_made:
    case EventKind::event_wait:
      stands_for(event.other, {WaitedFor::event, event.id});
      break;
    case EventKind::event_cleared:
      stands_for(event.other, {WaitedFor::event, event.id});
      [[fallthrough]];
    case EventKind::event_set:
      uses({WaitedFor::event, event.id});
      break;
    case EventKind::condition_wait:
      stands_for(event.other, {WaitedFor::condition, event.id});
      break;
    case EventKind::condition_notify:
      uses({WaitedFor::condition, event.id});
      break;
    case EventKind::semaphore_made:
      if (event.detail != 0 && event.other == 1) locks_.insert(event.id);
      break;
    case EventKind::semaphore_acquire:
      stands_for(event.other, permits_of(event.id));
      if (!running_.empty()) acquirer_[event.other] = running_.back();
      break;
    case EventKind::semaphore_grant:
      grant(permits_of(event.id), event.other);
      break;
    case EventKind::semaphore_release:
      release(permits_of(event.id));
      break;
    case EventKind::queue_getter:
      stands_for(event.other, {WaitedFor::item, event.id});
      break;
    case EventKind::queue_putter:
      stands_for(event.other, {WaitedFor::room, event.id});
      break;
    case EventKind::queue_put:
      uses({WaitedFor::item, event.id});
      break;
    case EventKind::queue_get:
      uses({WaitedFor::room, event.id});
      break;
    default:
      see_stream(event);
      break;
  }
}

// Who waits for data of a stream waits for those that use the stream at the other end.
void AwaitReader::see_stream(const Event& event) {
  switch (event.kind) {
    case EventKind::stream_opened:
      socket_of_[event.id] = event.other;
      stream_on_[event.other] = event.id;
      break;
    case EventKind::socket_connected:
      peer_[event.id] = event.other;
      peer_[event.other] = event.id;
      break;
    case EventKind::stream_reads:
      stands_for(event.other, {WaitedFor::stream, event.id});
      uses({WaitedFor::stream, event.id});
      break;
    case EventKind::stream_written:
      uses({WaitedFor::stream, event.id});
      break;
    default:
      break;
  }
}

void AwaitReader::begin(Number task, Number future) {
  task_of_[future] = task;
  if (!running_.empty()) caller_[task] = running_.back();
  running_.push_back(task);
}

void AwaitReader::leave(Number task) {
  const auto at = std::find(running_.rbegin(), running_.rend(), task);
  if (at != running_.rend()) running_.erase(std::next(at).base());
}

void AwaitReader::uses(const Thing& thing) {
  if (running_.empty()) return;
  std::vector<Number>& users = users_[thing];
  if (std::find(users.begin(), users.end(), running_.back()) == users.end()) users.push_back(running_.back());
}

Thing AwaitReader::permits_of(Number semaphore) const {
  return {locks_.contains(semaphore) ? WaitedFor::lock : WaitedFor::semaphore, semaphore};
}

void AwaitReader::grant(const Thing& thing, Number waiter) {
  const auto acquirer = acquirer_.find(waiter);
  if (acquirer != acquirer_.end()) users_[thing].push_back(acquirer->second);
}

// By the running coroutine, if it has a permit; otherwise by the one that has had one longest.
void AwaitReader::release(const Thing& thing) {
  std::vector<Number>& holders = users_[thing];
  if (holders.empty()) return;
  auto at = running_.empty() ? holders.end() : std::find(holders.begin(), holders.end(), running_.back());
  holders.erase(at == holders.end() ? holders.begin() : at);
}

// A call that has ended did what it did for its caller. 0: nobody is left.
AwaitReader::Number AwaitReader::alive(Number task) const {
  while (ended_.contains(task)) {
    const auto caller = caller_.find(task);
    if (caller == caller_.end()) return 0;
    task = caller->second;
  }
  return task;
}

std::vector<std::uint32_t> AwaitReader::causes(const Thing& thing) const {
  Thing used = thing;
  if (thing.kind == WaitedFor::stream || thing.kind == WaitedFor::written) {
    const auto socket = socket_of_.find(thing.number);
    const auto peer = socket == socket_of_.end() ? peer_.end() : peer_.find(socket->second);
    const auto stream = peer == peer_.end() ? stream_on_.end() : stream_on_.find(peer->second);
    if (stream == stream_on_.end()) return {};
    used = {WaitedFor::stream, stream->second};
  }
  const auto users = users_.find(used);
  if (users == users_.end()) return {};
  const bool holds = thing.kind == WaitedFor::lock || thing.kind == WaitedFor::semaphore;
  std::set<Number> tasks;
  for (const Number user : users->second) {
    const Number task = alive(user);
    if (task != 0 || holds) tasks.insert(task != 0 ? task : user);
  }
  return {tasks.begin(), tasks.end()};
}

std::map<Thing, std::vector<std::uint32_t>> AwaitReader::enders() const {
  std::map<Thing, std::vector<Number>> all;
  for (const auto& [thing, users] : users_) {
    if (relation_to(thing.kind).elsewhere.empty()) continue;
    for (Number task : users) {
      all[thing].push_back(task);
      for (auto at = caller_.find(task); at != caller_.end(); at = caller_.find(at->second))
        all[thing].push_back(at->second);
    }
  }
  return all;
}

std::map<std::uint32_t, WaitFacts> AwaitReader::waiting() const {
  std::map<Number, WaitFacts> all;
  for (const auto& [task, future] : awaited_) {
    if (!set_.contains(future)) all.emplace(task, facts_of(future));
  }
  return all;
}

WaitFacts AwaitReader::facts_of(Number future) const {
  WaitFacts facts;
  facts.future = future;
  if (const auto words = words_of_.find(future); words != words_of_.end()) facts.words = words->second;
  std::set<Number> seen;
  collect(future, facts, seen);
  return facts;
}

AwaitReader::Number AwaitReader::caller_of(Number task) const {
  const auto caller = caller_.find(task);
  return caller == caller_.end() ? 0 : caller->second;
}

AwaitReader::Number AwaitReader::task_of(Number future) const {
  const auto task = task_of_.find(future);
  return task == task_of_.end() ? 0 : task->second;
}

std::vector<std::uint32_t> AwaitReader::sources_of(Number future) const {
  const auto sources = sources_.find(future);
  return sources == sources_.end() ? std::vector<Number>() : sources->second;
}

void AwaitReader::collect(Number future, WaitFacts& facts, std::set<Number>& seen) const {
  if (set_.contains(future) || !seen.insert(future).second) return;
  const auto task = task_of_.find(future);
  const auto thing = thing_of_.find(future);
  const auto words = words_of_.find(future);
  const auto sources = sources_.find(future);
  if (task != task_of_.end()) facts.results.push_back(task->second);
  if (thing != thing_of_.end()) facts.things.push_back(thing->second);
  if (words != words_of_.end()) facts.others.push_back(words->second);
  if (sources != sources_.end()) {
    for (const Number source : sources->second) collect(source, facts, seen);
  } else if (task == task_of_.end() && thing == thing_of_.end() && words == words_of_.end()) {
    facts.unknown.push_back(future);
  }
}

}  // namespace windtunnel::findings
