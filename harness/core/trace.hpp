// What one run left behind: what it chose, what it showed, what its observer saw.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/core/choice_log.hpp"
#include "harness/core/goals.hpp"
#include "harness/core/scheduling_model.hpp"
#include "runtime/observer.hpp"
#include "runtime/sim/step_log.hpp"

namespace windtunnel::core {

/// How a coroutine of a World waits at the end of its run, beyond what events say.
struct NamedWait {
  std::string place;                  ///< "pool.cpp:12"; empty if it is not known
  std::string what;                   ///< for a wait for a step: what the step waits for
  std::vector<std::uint32_t> owners;  ///< the coroutines that have it
  bool daemon = false;                ///< it need not end
};

/// What a task did, as a run is shown to people: a step of a World, a line that was logged, a failed check.
struct TaskLine {
  std::string time;        ///< of the virtual clock, in seconds
  std::uint32_t task = 0;  ///< its number; 0: the run's own
  std::string words;       ///< "reads x: 0"
  std::string place;       ///< "pool.cpp:12"; may be empty
  std::size_t at = 0;      ///< how many events came before it
};

/// A task of a World waits for a Future: what the event `task_yield` does not tell.
struct PlacedWait {
  std::size_t at = 0;      ///< the place of that event
  std::uint32_t task = 0;  ///< the task that the coroutine works for
  std::string place;       ///< "pool.cpp:12"; may be empty
};

/// What the things that events number are called in the program: only recorded when a run is to be shown to
/// people.
struct TraceNames {
  std::map<std::uint32_t, std::string> tasks;  ///< by number: the function
  std::map<std::uint32_t, std::uint32_t>
      works_for;  ///< by number: the task of a World that it is the coroutine of
  std::map<std::uint32_t, std::uint32_t>
      results;  ///< by number of the future: the task of a World whose result it is
  std::map<std::uint32_t, std::string> futures;     ///< by number: the variable that it was first bound to
  std::map<std::uint32_t, std::string> exceptions;  ///< by number: as the trace writes it
  std::map<std::uint32_t, NamedWait> waits;         ///< by number of the task: see NamedWait
  std::vector<std::size_t> line_places;  ///< for each event line of the text, how many events came before it
  std::vector<TaskLine> lines;           ///< of a World's tasks, in order
  std::vector<PlacedWait> placed_waits;  ///< of a World's tasks, in order

  void clear() {
    tasks.clear();
    works_for.clear();
    results.clear();
    futures.clear();
    exceptions.clear();
    waits.clear();
    line_places.clear();
    lines.clear();
    placed_waits.clear();
  }
};

/// What the subject itself says is wrong with its run: a rule of its own, broken at that place among the
/// events. The rule's name outlives the run.
struct Objection {
  std::string_view rule;
  std::size_t step = 0;
  std::string message;
};

/// One run. Reused from run to run, so that its memory is.
struct Trace {
  SchedulingModel model = SchedulingModel::exact;  ///< the scheduling model that it ran under
  ChoiceLog schedule;                              ///< the choices of the run, not those of its program
  std::string text;           ///< the event lines of the scenario language, without the schedule
  tornado::Observer events;   ///< what the loop told, for the laws
  tornado::StepLog steps;     ///< the steps, where there were any, and what they touched
  bool livelock = false;      ///< a limit ended it
  bool used_network = false;  ///< the laws of sockets judge it too
  std::optional<Objection> objection;
  RunGoals goals;    ///< of the search, as far as this run speaks of them
  TraceNames names;  ///< filled if RunOptions::name_things

  /// The whole trace as it is printed: the schedule, then the event lines.
  std::string full_text() const { return "schedule " + to_text(schedule) + "\n" + text; }

  void clear() {
    schedule.clear();
    text.clear();
    events.clear();
    steps.clear();
    livelock = false;
    used_network = false;
    objection.reset();
    goals.clear();
    names.clear();
  }
};

}  // namespace windtunnel::core
