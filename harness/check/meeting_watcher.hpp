// Finds the meetings of a run in its events. It believes every event, as it need not judge.
#pragma once

#include <cstdint>
#include <limits>
#include <vector>

#include "harness/check/meetings.hpp"
#include "harness/laws/numbered.hpp"
#include "runtime/observer.hpp"

namespace windtunnel {

class MeetingWatcher {
 public:
  /// What met in that run. Keeps its memory from run to run.
  MeetingSet watch(const tornado::Observer& events);

 private:
  static constexpr std::uint32_t nobody = std::numeric_limits<std::uint32_t>::max();
  static constexpr double never = -std::numeric_limits<double>::infinity();

  struct Timed {
    double deadline = never;
  };

  /// A future, which may be the result of a with_timeout or stand for a wait for a lock or queue.
  struct FutureFacts {
    bool set = false;
    double set_at = never;
    std::uint32_t timer = 0;     ///< that ends its waiting
    std::uint32_t follower = 0;  ///< the future that it is chained to
    std::uint32_t waiters = 0;   ///< tasks that wait for it
    Meeting tie{};               ///< if a timer may end it: what a tie is called
    std::uint32_t list = 0;      ///< where it waits, as `list_of` says; 0: nowhere
    std::uint32_t place = 0;     ///< how many came to that list before it
  };

  /// The waiters of one lock or queue; a queue has two lists.
  struct ListFacts {
    std::uint32_t size = 0;  ///< done ones too
    std::uint32_t came = 0;  ///< in all
    std::uint32_t expired = 0;
    std::uint32_t expired_place = nobody;  ///< of the first that may still be there, or nobody
    double expired_at = never;             ///< the last of them
  };

  struct ContextFacts {
    bool handles = false;
    bool of_coroutine = false;  ///< made by its first YieldPoint
    bool deactivated = false;
  };
  struct TaskFacts {
    std::uint32_t awaited = 0;
    std::uint32_t blocks = 0;           ///< left open when it yielded
    std::uint32_t moment_callback = 0;  ///< that ends its moment
    bool in_moment = false;
  };
  struct Step {
    std::uint32_t task;
    std::uint32_t blocks;  ///< open around it
  };
  struct Call {
    std::uint32_t error = 0;  ///< that a handler was offered last
  };

  void reset();
  void see(const tornado::Event& event);
  void see_future(const tornado::Event& event);
  void see_task(const tornado::Event& event);
  void see_context(const tornado::Event& event);
  void see_wait(const tornado::Event& event);
  void add_waiter(const tornado::Event& event, tornado::WaiterList kind, Meeting tie);
  void serve(const tornado::Event& event, tornado::WaiterList kind, Meeting tie, Meeting expired);
  void serve_one(std::uint32_t waiter);
  void look_through(const tornado::Event& event);
  bool awaited(std::uint32_t future) const;
  bool abandoned(std::uint32_t waiter) const;
  void end_call(const tornado::Event& event);
  void set_future(std::uint32_t number);
  void begin_step(std::uint32_t task);
  void end_step(std::uint32_t task);
  void meet(Meeting meeting) { met_.add(meeting); }

  MeetingSet met_;
  double now_ = 0;
  std::uint32_t running_callback_ = 0;
  std::uint32_t running_timer_ = 0;
  std::uint32_t passed_ = nobody;       ///< the place of an expired waiter in the list that is being served
  std::uint32_t future_callbacks_ = 0;  ///< running, within one another
  std::uint32_t blocks_ = 0;            ///< of contexts, open here
  std::uint32_t yielded_moment_ = 0;    ///< the task whose moment nothing is queued for yet
  std::uint32_t error_of_call_ =
      0;  ///< offered to a handler by what was captured and ended in the event before
  const tornado::Event* previous_ = nullptr;
  std::uint32_t step_ = 0;
  std::uint32_t handled_at_ = 0;  ///< the step at which an error was offered to a handler around a call
  Numbered<Timed> timers_;
  Numbered<FutureFacts> futures_;
  Numbered<TaskFacts> tasks_;
  Numbered<ContextFacts> contexts_;
  Numbered<ListFacts> lists_;
  Numbered<std::uint32_t> events_;    ///< by locks::Event: its future
  Numbered<std::uint32_t> captured_;  ///< by capture: the innermost context
  std::vector<Step> steps_;           ///< coroutines that run, innermost last
  std::vector<Call> calls_;           ///< of what was captured, innermost last
};

}  // namespace windtunnel
