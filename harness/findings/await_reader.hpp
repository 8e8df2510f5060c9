// Reads from the events of a run what its tasks wait for and which tasks could end the waits: the holder of a
// lock, those that have set an event, put into a queue or written to a connection before.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "runtime/observer.hpp"

namespace windtunnel::findings {

/// What a future stands for. The order is that of the words in await_reader.cpp.
enum class WaitedFor : std::uint8_t {
  event,
  condition,
  semaphore,
  lock,
  item,  ///< of a queue
  room,  ///< in a queue
  stream,
  written,  ///< to a stream
  clock,
  executor,
  iterator,
  yield_point
};

/// A thing that is waited for.
struct Thing {
  WaitedFor kind = WaitedFor::event;
  std::uint32_t number = 0;

  auto operator<=>(const Thing&) const = default;
};

/// "lock 2", "an item of queue 1".
std::string in_words(const Thing& thing);
/// What a task that could end the wait has done with the thing, for "which left holds": the words before and
/// after its name. Both are empty if the thing needs no task.
struct Relation {
  std::string_view before;
  std::string_view after;
  std::string_view nobody;     ///< if there is no such task: "which nobody sets"
  std::string_view elsewhere;  ///< after a task that does so in another run: " sets in a run that holds"
};
Relation relation_to(WaitedFor kind);

/// What a task waits for.
struct WaitFacts {
  std::uint32_t future = 0;
  std::string words;  ///< what the future itself stands for; empty if only the following say it
  std::vector<std::uint32_t> results;  ///< the tasks whose results are waited for
  std::vector<Thing> things;
  std::vector<std::string> others;     ///< in words
  std::vector<std::uint32_t> unknown;  ///< futures of which nothing is known
};

/// Shown a run's events, one after another.
class AwaitReader {
 public:
  void see(const tornado::Event& event);
  /// What the future stands for, where events do not say so.
  void see(std::uint32_t future, const tornado::Awaited& awaited);

  /// The tasks that wait now, by number.
  std::map<std::uint32_t, WaitFacts> waiting() const;
  /// The tasks that could end a wait for that thing: they have done so before, and have not ended. Holders of
  /// a permit are named even if they have ended.
  std::vector<std::uint32_t> causes(const Thing& thing) const;
  /// The tasks that have ended waits for a thing, each followed by its callers; not for locks and semaphores.
  std::map<Thing, std::vector<std::uint32_t>> enders() const;
  bool has_ended(std::uint32_t task) const { return ended_.contains(task); }
  /// What a task waits for that has just begun to wait for that future.
  WaitFacts facts_of(std::uint32_t future) const;
  /// The coroutine that runs, the innermost one; 0: none.
  std::uint32_t running() const { return running_.empty() ? 0 : running_.back(); }
  /// The coroutine that called that one; 0: none.
  std::uint32_t caller_of(std::uint32_t task) const;
  /// The coroutine whose result the future is; 0: none.
  std::uint32_t task_of(std::uint32_t future) const;
  /// The futures whose outcome that one takes on.
  std::vector<std::uint32_t> sources_of(std::uint32_t future) const;

 private:
  using Number = std::uint32_t;

  void see_primitive(const tornado::Event& event);
  void see_stream(const tornado::Event& event);
  void see_several(const tornado::Event& event);
  void begin(Number task, Number future);
  void leave(Number task);
  void uses(const Thing& thing);
  void stands_for(Number future, const Thing& thing) { thing_of_[future] = thing; }
  void grant(const Thing& thing, Number waiter);
  void release(const Thing& thing);
  Thing permits_of(Number semaphore) const;
  Number alive(Number task) const;
  void collect(Number future, WaitFacts& facts, std::set<Number>& seen) const;

  std::vector<Number> running_;  // coroutines, innermost last
  std::map<Number, Number> caller_;
  std::map<Number, Number> awaited_;
  std::map<Number, Number> task_of_;  // by future
  std::set<Number> set_;
  std::set<Number> ended_;
  std::map<Number, std::vector<Number>> sources_;
  std::map<Number, Thing> thing_of_;  // by future
  std::map<Number, std::string> words_of_;
  std::map<Number, std::vector<Number>> children_;  // by iterator
  std::set<Number> locks_;                          // semaphores that are locks
  std::map<Number, Number> acquirer_;
  std::map<Thing, std::vector<Number>>
      users_;                           // the tasks that could end a wait; a holder once for each permit
  std::map<Number, Number> socket_of_;  // by stream
  std::map<Number, Number> stream_on_;  // by socket
  std::map<Number, Number> peer_;       // of a socket
};

}  // namespace windtunnel::findings
