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
#include "harness/core/run_faults.hpp"
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
  double seconds = 0;      ///< on the virtual clock
  std::uint32_t task = 0;  ///< its number; 0: the run's own
  std::string words;       ///< "reads x: 0"
  std::string place;       ///< "pool.cpp:12"; may be empty
  std::size_t events = 0;  ///< how many events came before it
  std::uint32_t step = 0;  ///< the number of the step in which it happened; 0: none
  bool breaks = false;     ///< here a rule was broken
  std::string file{};  ///< of a line that breaks a rule: the path of its place, as the compiler was told it
};

/// What a question of kind `value` was answered, as the program sees it: `site = value`.
struct NamedDraw {
  std::string site;
  std::string value;
};

/// What the things that events number are called in the program: only recorded when a run is to be shown to
/// people.
struct TraceNames {
  std::map<std::uint32_t, std::string> tasks;       ///< by number: the function
  std::map<std::uint32_t, std::string> futures;     ///< by number: the variable that it was first bound to
  std::map<std::uint32_t, std::string> exceptions;  ///< by number: as the trace writes it
  std::map<std::uint32_t, NamedWait> waits;         ///< by number of the task: see NamedWait
  std::vector<std::size_t> line_places;  ///< for each event line of the text, how many events came before it
  std::vector<TaskLine> lines;           ///< of a World's tasks, in order
  std::vector<NamedDraw> draws;          ///< in order
  std::map<std::uint32_t, std::uint32_t> sockets;  ///< by number: the task of its handler, named for it

  void clear() {
    tasks.clear();
    futures.clear();
    exceptions.clear();
    waits.clear();
    line_places.clear();
    lines.clear();
    draws.clear();
    sockets.clear();
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
  RunFaults faults;  ///< that could strike, and how often they did

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
    faults.clear();
    names.clear();
  }
};

}  // namespace windtunnel::core
