// SyncState: what several laws need to know about the locks and queues of a run: who waits for what, in which
// order, and which permits and items there are. It is a part of RunState; it believes every event and sets
// the coverage marks.
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <vector>

#include "harness/properties/coverage_marks.hpp"
#include "harness/properties/laws/numbered.hpp"
#include "runtime/observer.hpp"

namespace windtunnel::properties {

/// One wait for a condition, a semaphore, an item or room, identified by the future that represents it.
struct WaiterFacts {
  bool known = false;
  bool taken = false;    ///< chosen by a notify, granted, given or admitted
  bool live = false;     ///< neither taken nor set
  bool untimed = false;  ///< its timeout was 0, which means no timeout (law K5)
  tornado::WaiterList list = tornado::WaiterList::condition;
  std::uint32_t owner = 0;  ///< the condition, semaphore or queue
  std::uint32_t timer = 0;
  std::uint32_t next = 0;      ///< the next one in the same queue
  std::uint32_t began_at = 0;  ///< step
  std::uint32_t place = 0;     ///< how many joined the same queue before it
};

/// The waiters for one object, in the order in which they came. A waiter expires if its timer sets it.
struct WaiterLine {
  static constexpr std::uint32_t nobody = std::numeric_limits<std::uint32_t>::max();

  std::uint32_t first = 0;  ///< the live one that has waited longest, or 0
  std::uint32_t last = 0;   ///< the one that came last
  std::uint32_t live = 0;
  std::uint32_t ended = 0;  ///< how many were set without being taken, usually because they timed out
  std::uint32_t came = 0;
  std::uint32_t listed = 0;              ///< how many the runtime's list may hold, including done ones
  std::uint32_t expired = 0;             ///< how many have expired
  std::uint32_t expired_place = nobody;  ///< of the first that expired since something was last handed out
  double expired_at = -std::numeric_limits<double>::infinity();  ///< when the last one expired, in seconds
};

/// A semaphore, or a lock's semaphore.
struct SemaphoreFacts {
  std::uint64_t permits = 0;
  std::uint64_t initial = 0;
  bool bounded = false;
};

struct EventFacts {
  std::uint32_t future = 0;
  std::uint32_t waits = 0;  ///< begun since it has this future
};

struct QueueFacts {
  tornado::ItemOrder order = tornado::ItemOrder::first_in;
  std::uint32_t maxsize = 0;   ///< 0: no limit
  std::uint32_t finished = 0;  ///< the event that is set while nothing is unfinished
  std::uint64_t unfinished = 0;
  std::vector<std::uint32_t> items;  ///< from first_item on, in the order in which they entered
  std::size_t first_item = 0;

  std::size_t size() const { return items.size() - first_item; }
  bool has_room() const { return maxsize == 0 || size() < maxsize; }
};

class RunState;

class SyncState {
 public:
  void reset();

  /// Processes the next event; `run` is the state before it, except for a future that the event sets.
  void apply(const tornado::Event& event, const RunState& run);

  /// The names of a wait for that list that ends at its deadline and for another reason.
  static Mark tie_of(tornado::WaiterList list);

  const WaiterLine& line(tornado::WaiterList list, std::uint32_t owner) const {
    return lines_[static_cast<std::size_t>(list)][owner];
  }

  Numbered<WaiterFacts> waiters;  ///< by future
  Numbered<SemaphoreFacts> semaphores;
  Numbered<EventFacts> events;
  Numbered<QueueFacts> queues;
  Marks marks;  ///< of locks and queues, so far

 private:
  WaiterLine& line_of(const WaiterFacts& waiter) {
    return lines_[static_cast<std::size_t>(waiter.list)][waiter.owner];
  }
  void apply_to_queue(const tornado::Event& event, const RunState& run);
  void add(tornado::WaiterList list, const tornado::Event& event, const RunState& run);
  void serve(tornado::WaiterList list, std::uint32_t owner, Mark expired, double now);
  void mark_nested_notify(std::uint32_t condition);
  void take(std::uint32_t future);
  void end(WaiterFacts& waiter);
  void expire(const WaiterFacts& waiter, double now);
  void look_through(const tornado::Event& event);
  void remove_item(QueueFacts& queue, std::uint32_t item);

  std::array<Numbered<WaiterLine>, 4> lines_;  // by WaiterList, then by owner
  std::uint32_t passed_ = WaiterLine::nobody;  // the place of an expired waiter in the line that is served
};

}  // namespace windtunnel::properties
