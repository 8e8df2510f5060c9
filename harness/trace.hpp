// What one run left behind: what it chose, what it showed, what its observer saw.
#pragma once

#include <cstdint>
#include <string>

#include "harness/choices/choice_log.hpp"
#include "runtime/observer.hpp"

namespace windtunnel {

/// One run. Reused from run to run, so that its memory is.
struct Trace {
  ChoiceLog schedule;         ///< the choices of the run, not those of its program
  std::string text;           ///< the event lines of the scenario language, without the schedule
  tornado::Observer events;   ///< what the loop told, for the laws
  bool livelock = false;      ///< a limit ended it

  /// The whole trace as it is printed: the schedule, then the event lines.
  std::string full_text() const { return "schedule " + to_text(schedule) + "\n" + text; }

  void clear() {
    schedule.clear();
    text.clear();
    events.clear();
    livelock = false;
  }
};

}  // namespace windtunnel
