// What several laws need to know of a run so far, kept once: which future is set, who waits for what, what is
// queued, which timers live, what time it is. It believes every event, since laws judge them. It also sets
// the coverage marks, where it sees what they stand for.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "harness/core/scheduling_model.hpp"
#include "harness/properties/coverage_marks.hpp"
#include "harness/properties/laws/context_state.hpp"
#include "harness/properties/laws/numbered.hpp"
#include "harness/properties/laws/sync_state.hpp"
#include "runtime/observer.hpp"

namespace windtunnel::properties {

/// A callback of the loop.
struct CallbackFacts {
  bool queued = false;
  bool begun = false;
};

/// A timer; live from its adding until it is removed or begins.
struct TimerFacts {
  double deadline = 0;  ///< seconds
  bool added = false;
  bool removed = false;
  bool begun = false;

  /// A deadline that is not a number is nobody's to judge: such a timer never counts as live.
  bool live() const { return added && !removed && !begun && deadline == deadline; }
};

/// A future. Its callbacks and waiting tasks are linked lists, in order of arrival, through their own facts.
struct FutureFacts {
  bool set = false;
  bool retrieved = false;
  bool retrieved_by_runtime = false;
  bool unretrieved = false;
  std::uint32_t set_at = 0;          ///< step
  std::uint32_t exception = 0;       ///< 0: none
  std::uint32_t task = 0;            ///< the task whose future this is
  std::uint32_t multi = 0;           ///< index of the multi whose result this is
  std::uint32_t parents = 0;         ///< first MultiChild in which this is the child, and not set yet
  std::uint32_t first_callback = 0;  ///< of those added before it was set and not begun
  std::uint32_t last_callback = 0;
  std::uint32_t waiting_callbacks = 0;  ///< their number
  std::uint32_t first_waiter = 0;       ///< of the tasks that wait for it
  std::uint32_t last_waiter = 0;
  std::uint32_t timer = 0;     ///< of the with_timeout whose result this is
  std::uint32_t follower = 0;  ///< the future that was last chained to it
  double set_time = 0;         ///< seconds
};

/// A callback of a future.
struct FutureCallbackFacts {
  std::uint32_t future = 0;
  std::uint32_t next = 0;
  bool added = false;
  bool added_when_set = false;  ///< so it runs at once, nested, wherever it was added
  bool begun = false;
};

/// A call of a coroutine.
struct TaskFacts {
  enum class State : std::uint8_t { unknown, running, waiting, moment, lost, ended };

  State state = State::unknown;
  std::uint32_t future = 0;           ///< its own
  std::uint32_t awaited = 0;          ///< the future of its latest yield
  std::uint32_t exception = 0;        ///< that ended it
  std::uint32_t next_waiter = 0;      ///< the next task that waits for `awaited`
  std::uint32_t moment_callback = 0;  ///< that ends its moment
};

struct MultiFacts {
  std::uint32_t result = 0;
  std::uint32_t announced = 0;    ///< number of children
  std::uint32_t seen = 0;         ///< number of children told so far
  std::uint32_t unset = 0;        ///< of those seen
  std::uint32_t first_child = 0;  ///< index of a MultiChild
  std::uint32_t last_child = 0;

  bool complete() const { return seen >= announced && unset == 0; }
};

/// One place in a multi's list.
struct MultiChild {
  std::uint32_t child = 0;
  std::uint32_t multi = 0;
  std::uint32_t next = 0;         ///< the next place in the same list
  std::uint32_t next_parent = 0;  ///< the next place that waits for the same child
};

struct Chain {
  std::uint32_t destination;
  std::uint32_t source;
};

/// What is running: a callback, timer, external, handler or future callback, by the kind of its begin event.
struct Running {
  tornado::EventKind begin;
  std::uint32_t number;
};

/// The earliest of the timers, as loops order them.
struct TimerKey {
  double deadline;
  std::uint32_t timer;

  bool operator<(const TimerKey& other) const {
    return deadline != other.deadline ? deadline < other.deadline : timer < other.timer;
  }
};

class RunState {
 public:
  /// Starts a new run, keeping the memory of the one before. `bytes` are those of its events, and outlive it.
  void reset(core::SchedulingModel model, std::string_view bytes = {});

  /// Takes the next event in. Events with number 0 are about things made before the observation and change
  /// nothing.
  void apply(const tornado::Event& event);

  core::SchedulingModel model = core::SchedulingModel::exact;
  std::uint32_t step = 0;                    ///< index of the event that comes next
  const tornado::Event* previous = nullptr;  ///< the event before it
  double now = 0;                            ///< seconds
  std::uint32_t queued_callbacks = 0;        ///< queued and not begun
  std::uint32_t live_timers = 0;
  bool returned = false;  ///< start() has returned and was not entered again
  bool closed = false;

  Numbered<CallbackFacts> callbacks;
  Numbered<TimerFacts> timers;
  Numbered<FutureFacts> futures;
  Numbered<FutureCallbackFacts> future_callbacks;
  Numbered<TaskFacts> tasks;
  Numbered<MultiFacts> multis;           ///< by order of making
  Numbered<MultiChild> multi_children;   ///< by order of making
  std::vector<std::uint32_t> completed;  ///< multis, in the order in which their last child was set
  std::vector<Chain> chains;
  std::vector<Running> running;  ///< innermost last
  SyncState sync;                ///< locks and queues
  ContextState contexts;         ///< stack contexts

  /// The coverage marks that the run has set so far.
  Marks marks() const { return marks_ | sync.marks | contexts.marks; }

  /// Whether a call of that kind goes on; `begin` is the kind of its first event.
  bool within(tornado::EventKind begin) const { return number_of_call(begin) != 0; }

  /// The timer that runs; 0 if none does.
  std::uint32_t running_timer() const { return number_of_call(tornado::EventKind::timer_begin); }

  /// Whether a task waits for the future, itself or by a with_timeout.
  bool awaited(std::uint32_t future) const;

  /// Whether a with_timeout has given up on the future.
  bool abandoned(std::uint32_t future) const;

  /// The earliest live timer.
  std::optional<TimerKey> earliest_timer() const;

  /// The earliest live timer of those that the latest iteration could collect: added before it began.
  std::optional<TimerKey> earliest_collected_timer() const;

  /// The first child in list order that failed; 0 if none did.
  std::uint32_t first_failed_child(const MultiFacts& multi) const;

  /// The bytes of an event that carries some and comes next; none if they were too many to be kept.
  std::optional<std::string_view> bytes_of(const tornado::Event& event) const {
    if (event.other > bytes_.size() - bytes_used_) return std::nullopt;
    return bytes_.substr(bytes_used_, event.other);
  }

  bool under_exact() const { return model == core::SchedulingModel::exact; }
  /// Whether ready callbacks run first in, first out.
  bool in_order() const { return model != core::SchedulingModel::adversarial; }

 private:
  void apply_to_loop(const tornado::Event& event);
  void begin_call(const tornado::Event& event);
  void end_call(const tornado::Event& event);
  void apply_to_future(const tornado::Event& event);
  void apply_to_task(const tornado::Event& event);
  void mark_event(const tornado::Event& event);
  void add_timer(const tornado::Event& event);
  void begin_step(std::uint32_t task);
  void mark_ties(std::uint32_t future);
  bool at_deadline(std::uint32_t future) const;
  std::uint32_t timer_of(std::uint32_t future) const;
  Mark tie_of(std::uint32_t future) const;
  std::uint32_t number_of_call(tornado::EventKind begin) const;
  void collect_timers();
  void kill_timer(TimerFacts& timer);
  void set_future(std::uint32_t number, std::uint32_t exception);
  void add_future_callback(std::uint32_t future, std::uint32_t number);
  void begin_future_callback(std::uint32_t number);
  void yield_task(std::uint32_t number, std::uint32_t future, tornado::YieldKind kind);
  void interrupt_task(std::uint32_t number, std::uint32_t failed);
  void leave_waiters(std::uint32_t number);
  void add_multi(std::uint32_t result, std::uint32_t announced);
  void add_multi_child(std::uint32_t result, std::uint32_t child);

  std::string_view bytes_;
  std::size_t bytes_used_ = 0;  // by events so far

  // A heap of keys; those of dead timers are dropped when they reach the top.
  mutable std::vector<TimerKey> collected_;
  std::vector<TimerKey> newborn_;

  Marks marks_;
  std::uint32_t yielded_moment_ = 0;  // the task whose moment nothing is queued for yet
};

}  // namespace windtunnel::properties
